import { describe, expect, it } from "@jest/globals";
import { me } from "../../../handlers/api/me.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { bodyOf } from "../../support/auth-api.js";
import { httpEvent } from "../../support/http-events.js";
import { asDescribed } from "../../support/openapi.js";
import { accessOf, accountOf, membershipOf, profileOf } from "../../support/users.js";

const seed = {
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf({ systemAccountId: "acc-2", status: "INVITED" }), membershipOf()],
};
const access = accessOf();
const request = (change: Parameters<typeof httpEvent>[1]) => httpEvent("GET /api/account/me", change);

describe("who am I", () => {
  it("answers the caller, the active account and all memberships, each with its status", async () => {
    const answer = await me(memoryPorts(seed))(request({ access }));
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({
      user_id: "usr_ada",
      username: "ada",
      email: "ada@example.com",
      account: {
        system_account_id: "acc-1",
        visible_account_id: "A-1001",
        cell_id: "cell-7",
        role: "Manager",
      },
      memberships: [
        {
          system_account_id: "acc-1",
          visible_account_id: "A-1001",
          name: "Acme",
          role: "Manager",
          status: "ACTIVE",
        },
        {
          system_account_id: "acc-2",
          visible_account_id: null,
          name: null,
          role: "Manager",
          status: "INVITED",
        },
      ],
      cursor: null,
    });
  });

  it("pages the memberships, without those that ended, and says that there are more", async () => {
    const ids = Array.from({ length: 130 }, (_, index) => `acc-${String(index + 100)}`);
    const memberships = ids.map((systemAccountId, index) =>
      membershipOf({ systemAccountId, status: index % 2 === 0 ? "REMOVED" : "ACTIVE" }),
    );
    const ports = memoryPorts({ ...seed, memberships });
    const seen: string[] = [];
    let query: Record<string, string> = {};
    for (let pages = 1; ; pages += 1) {
      const body = bodyOf(await asDescribed(me(ports))(request({ access, query })));
      const page = body.memberships as readonly { system_account_id: string }[];
      seen.push(...page.map(({ system_account_id }) => system_account_id));
      if (body.cursor === null) {
        expect(pages).toBe(2);
        break;
      }
      query = { cursor: String(body.cursor) };
    }
    expect(seen).toEqual(ids.filter((_, index) => index % 2 === 1));
  });

  it.each([
    ["limit", { limit: "101" }],
    ["cursor", { cursor: "YWNjLTE.c2VhbA" }],
  ])("refuses a wrong %s", async (field, query) => {
    const answer = await me(memoryPorts(seed))(request({ access, query }));
    expect(bodyOf(answer)).toMatchObject({ status: 400, fields: [field] });
  });

  it("has no account for a user who is in none", async () => {
    const answer = await me(memoryPorts())(request({ access: { ...access, system_account_id: "" } }));
    expect(bodyOf(answer)).toMatchObject({ account: null, memberships: [] });
  });

  it.each([
    ["without the authorizer's context", {}],
    ["with an empty context", { access: {} }],
    ["with a caller's own headers", { headers: { "x-user-id": "usr_ada", user_id: "usr_ada" } }],
    ["with a context of the wrong kind", { access: { ...access, user_id: ["usr_ada"] } }],
    ["with a context of an unknown credential", { access: { ...access, credential: "password" } }],
  ])("is denied %s, and the denial is recorded", async (_, change) => {
    const ports = memoryPorts(seed);
    const answer = await asDescribed(me(ports))(request(change));
    expect(bodyOf(answer)).toMatchObject({ status: 403, code: "forbidden" });
    expect(ports.audit.events).toMatchObject([
      { type: "access.denied", details: { reason: "context_missing", route: "GET /api/account/me" } },
    ]);
  });

  it("refuses an API key, which has no user", async () => {
    const ports = memoryPorts(seed);
    const answer = await asDescribed(me(ports))(
      request({ access: accessOf({ credential: "api_key", key_id: "key-1", user_id: "" }) }),
    );
    expect(bodyOf(answer)).toMatchObject({ status: 403, code: "forbidden" });
    expect(ports.audit.events).toMatchObject([
      { type: "access.denied", subject: "key:key-1", details: { reason: "credential" } },
    ]);
  });

  it("is a 503 while the directory cannot be read", async () => {
    const ports = memoryPorts(seed);
    ports.directory.broken = true;
    expect((await asDescribed(me(ports))(request({ access }))).statusCode).toBe(503);
  });
});
