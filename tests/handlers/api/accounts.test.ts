import { describe, expect, it } from "@jest/globals";
import { accountsApi, type Call, eventsOf, provedAgain } from "../../support/accounts-api.js";
import { accountOf, membershipOf } from "../../support/users.js";

const CREATE = "POST /api/accounts";
const LIST = "GET /api/accounts";
const READ = "GET /api/accounts/{account_id}";
const RENAME = "PATCH /api/accounts/{account_id}";
const CLOSE = "POST /api/accounts/{account_id}/close";
const SWITCH = "POST /api/account/active";
const inAccount = (account_id = "acc-1", more: Call = {}): Call => ({
  ...more,
  pathParameters: { account_id },
});
const denied = { status: 403, body: { code: "forbidden" } };

describe("making an account", () => {
  it("makes the caller its owner and Admin, in the cell of the stage", async () => {
    const { ports, call } = accountsApi();
    const { status, body } = await call("joan", CREATE, { body: { name: "  Initech  " } });
    expect([status, body]).toMatchObject([201, { name: "Initech", cell_id: "cell-9", status: "ACTIVE" }]);
    const standing = await ports.directory.standing("usr_joan", String(body.system_account_id));
    expect(standing).toMatchObject({
      membership: { role: "Admin", owner: true, status: "ACTIVE" },
      profile: { membershipCount: 2, membershipVersion: 2, activeAccountId: "acc-1" },
    });
    expect(eventsOf(ports, "account.created")).toMatchObject([
      {
        subject: `account:${String(body.system_account_id)}`,
        details: { actorId: "usr_joan", requestId: "request-1", route: CREATE },
      },
    ]);
  });

  it("is for operators alone where the stage says so, and the denial is recorded", async () => {
    const { ports, call } = accountsApi({}, { creation: "operators" });
    expect(await call("joan", CREATE, { body: { name: "Initech" } })).toMatchObject({
      status: 403,
      body: { code: "account_creation_closed" },
    });
    expect(eventsOf(ports, "access.denied")).toMatchObject([{ details: { reason: "creation_closed" } }]);
  });

  it("with an idempotency key makes one account, however often it is asked for", async () => {
    const { ports, call } = accountsApi();
    const request: Call = { body: { name: "Initech" }, headers: { "idempotency-key": "once" } };
    const answers = await Promise.all([call("joan", CREATE, request), call("joan", CREATE, request)]);
    answers.push(await call("joan", CREATE, request));
    expect(new Set(answers.map(({ body }) => body.system_account_id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(eventsOf(ports, "account.created")).toHaveLength(1);
    expect((await ports.directory.profile("usr_joan"))?.membershipCount).toBe(2);
  });

  it("returns no account of another user, and none with another name, for an idempotency key", async () => {
    const { call } = accountsApi();
    const request = (name: string): Call => ({ body: { name }, headers: { "idempotency-key": "once" } });
    const first = await call("joan", CREATE, request("Initech"));
    expect(await call("joan", CREATE, request("Umbrella"))).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
    const other = await call("grace", CREATE, request("Initech"));
    expect(other.status).toBe(201);
    expect(other.body.system_account_id).not.toBe(first.body.system_account_id);
  });

  it("is refused after ten in a day", async () => {
    const { call } = accountsApi();
    for (let count = 0; count < 10; count += 1)
      expect((await call("joan", CREATE, { body: { name: `Firm ${count}` } })).status).toBe(201);
    expect(await call("joan", CREATE, { body: { name: "Firm 11" } })).toMatchObject({
      status: 429,
      body: { code: "too_many_requests" },
    });
  });

  it.each([
    ["without a name", {}],
    ["with an empty name", { name: "   " }],
    ["with a name of the wrong kind", { name: ["Initech"] }],
    ["with a name that is too long", { name: "x".repeat(101) }],
    ["with a name of two lines", { name: "Initech\r\nBcc: x" }],
    ["with a name of invisible characters", { name: "\u200b\u2060" }],
    ["with a name of characters that turn the direction", { name: "\u202e\u2066" }],
    ["with a link as a name", { name: "Urgent: https://evil.example/login" }],
    ["with an address that mail clients link", { name: "Pay at evil.example" }],
    ["with a line separator", { name: "Initech\u2028x" }],
    ["with half of a character", { name: "Initech \ud800" }],
  ])("%s is refused by the name of the field", async (_, body) => {
    const { ports, call } = accountsApi();
    expect(await call("joan", CREATE, { body })).toMatchObject({
      status: 400,
      body: { code: "invalid_request", fields: ["name"] },
    });
    expect(ports.audit.events).toEqual([]);
  });

  it.each(["", " ", "x".repeat(256), "a b", "é"])("rejects the idempotency key %p", async (key) => {
    const { call } = accountsApi();
    const request = { body: { name: "Initech" }, headers: { "idempotency-key": key } };
    expect(await call("joan", CREATE, request)).toMatchObject({
      status: 400,
      body: { fields: ["idempotency-key"] },
    });
  });

  it("is not for the token of another client", async () => {
    const { call } = accountsApi();
    const request = { body: { name: "Initech" }, access: { scopes: "openid account/admin" } };
    expect(await call("joan", CREATE, request)).toMatchObject(denied);
  });
});

describe("an account", () => {
  it("is returned to its members, with their role and status", async () => {
    const { call } = accountsApi();
    expect(await call("joan", READ, inAccount())).toEqual({
      status: 200,
      body: {
        ...{ system_account_id: "acc-1", visible_account_id: "A-1001", cell_id: "cell-7" },
        ...{ name: "Acme", status: "ACTIVE" },
        membership: { role: "Viewer", status: "ACTIVE", owner: false },
      },
    });
  });

  it.each([READ, RENAME, CLOSE])(
    "is reported as not found to users who are not members: %s",
    async (route) => {
      const { call } = accountsApi();
      const ask = async (account_id: string) => {
        const { status, body } = await call(
          "joan",
          route,
          inAccount(account_id, { body: { name: "Mine" }, requestId: "request-1" }),
        );
        return { status, body };
      };
      expect(await ask("acc-2")).toMatchObject(denied);
      expect(await ask("acc-2")).toEqual(await ask("acc-none"));
    },
  );

  it("is renamed by an Admin, once", async () => {
    const { ports, call } = accountsApi();
    const rename = () => call("grace", RENAME, inAccount("acc-1", { body: { name: "Acme Ltd" } }));
    expect(await rename()).toMatchObject({ status: 200, body: { name: "Acme Ltd" } });
    expect(await rename()).toMatchObject({ status: 200, body: { name: "Acme Ltd" } });
    expect(eventsOf(ports, "account.renamed")).toMatchObject([{ details: { actorId: "usr_grace" } }]);
  });

  it.each([
    [RENAME, "joan", "role_required"],
    [CLOSE, "joan", "role_required"],
    [CLOSE, "grace", "owner_required"],
    [CLOSE, "ada", "step_up_required"],
  ])("%s by %s is %s", async (route, name, code) => {
    const { ports, call } = accountsApi();
    const answer = await call(name, route, inAccount("acc-1", { body: { name: "Mine" } }));
    expect(answer).toMatchObject({ status: 403, body: { code } });
    expect((await ports.directory.accounts(["acc-1"]))[0]).toMatchObject({ name: "Acme", status: "ACTIVE" });
    expect(eventsOf(ports, "access.denied")).toHaveLength(code === "step_up_required" ? 0 : 1);
  });

  it("is closed by an owner after a step-up; no member has access, and nothing is deleted", async () => {
    const { ports, call } = accountsApi();
    await provedAgain(ports, "ada", "close-account", "acc-2");
    expect((await call("ada", CLOSE, inAccount())).body.code).toBe("step_up_required");
    await provedAgain(ports, "ada", "close-account");
    expect(await call("ada", CLOSE, inAccount())).toMatchObject({ status: 200, body: { status: "CLOSED" } });
    expect(await call("ada", READ, inAccount())).toMatchObject(denied);
    expect((await ports.directory.standing("usr_joan", "acc-1")).membership).toMatchObject({
      status: "ACTIVE",
    });
    expect(eventsOf(ports, "account.closed")).toMatchObject([
      { subject: "account:acc-1", details: { actorId: "usr_ada", systemAccountId: "acc-1" } },
    ]);
  });

  it("of another tenant in the path is refused if the context is for this one, and that is recorded", async () => {
    const { ports, call } = accountsApi();
    const request = inAccount("acc-2", { access: { system_account_id: "acc-1" } });
    expect(await call("ada", READ, request)).toMatchObject(denied);
    expect(eventsOf(ports, "access.denied")).toMatchObject([
      { details: { reason: "account_contradiction", systemAccountId: "acc-2" } },
    ]);
  });

  it("is a 503 while the directory is down", async () => {
    const { ports, call } = accountsApi();
    ports.directory.broken = true;
    for (const route of [READ, RENAME, CLOSE])
      expect((await call("ada", route, inAccount("acc-1", { body: { name: "x" } }))).status).toBe(503);
    expect((await call("ada", LIST)).status).toBe(503);
  });
});

describe("the list of the caller's accounts", () => {
  const many = ["acc-1", "acc-3", "acc-4"].map((systemAccountId) => membershipOf({ systemAccountId }));
  const seed = {
    accounts: ["acc-1", "acc-2", "acc-3", "acc-4"].map((systemAccountId) => accountOf({ systemAccountId })),
    memberships: [...many, membershipOf({ systemAccountId: "acc-2", status: "REMOVED" })],
  };
  const ids = (body: Readonly<Record<string, unknown>>) =>
    (body.items as { system_account_id: string }[]).map((each) => each.system_account_id);

  it("comes page by page, without accounts that the caller was removed from", async () => {
    const { call } = accountsApi(seed);
    const seen: string[] = [];
    let cursor: unknown;
    do {
      const query = { limit: "1", ...(typeof cursor === "string" && { cursor }) };
      const { status, body } = await call("ada", LIST, { query });
      expect(status).toBe(200);
      seen.push(...ids(body));
      cursor = body.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(["acc-1", "acc-3", "acc-4"]);
    expect(ids((await call("grace", LIST)).body)).toEqual([]);
  });

  it("refuses a cursor of another user's list, and a changed or invented cursor", async () => {
    const { call } = accountsApi(seed);
    const { body } = await call("ada", LIST, { query: { limit: "1" } });
    const cursor = String(body.cursor);
    const forged = `${Buffer.from("acc-3").toString("base64url")}.${cursor.split(".")[1]}`;
    const answer = (name: string, text: string) => call(name, LIST, { query: { limit: "1", cursor: text } });
    expect((await answer("ada", cursor)).status).toBe(200);
    for (const [name, text] of [
      ["grace", cursor],
      ["ada", forged],
      ["ada", `${cursor}x`],
      ["ada", ""],
      ["ada", "."],
      ["ada", "x".repeat(5000)],
      ["ada", "\r\n"],
    ] as const)
      expect(await answer(name, text)).toMatchObject({ status: 400, body: { fields: ["cursor"] } });
  });

  it.each(["0", "101", "-1", "1.5", "ten", "", "1e1"])("rejects the limit %p", async (limit) => {
    const { call } = accountsApi(seed);
    expect(await call("ada", LIST, { query: { limit } })).toMatchObject({
      status: 400,
      body: { fields: ["limit"] },
    });
  });
});

describe("switching the account", () => {
  const both = {
    memberships: [membershipOf(), membershipOf({ systemAccountId: "acc-2", role: "Viewer" })],
  };
  const to = (account_id: unknown): Call => ({ body: { account_id } });

  it("makes it the active one, once, with one event", async () => {
    const { ports, call } = accountsApi(both);
    const answers = [await call("ada", SWITCH, to("acc-2")), await call("ada", SWITCH, to("acc-2"))];
    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 200,
        body: { system_account_id: "acc-2", membership: { role: "Viewer" } },
      });
    expect(await ports.directory.profile("usr_ada")).toMatchObject({
      activeAccountId: "acc-2",
      membershipVersion: 2,
    });
    expect(eventsOf(ports, "account.switched")).toMatchObject([
      { subject: "user:usr_ada", details: { systemAccountId: "acc-2" } },
    ]);
  });

  it.each([
    ["where the caller is no member", {}, "acc-2", "not_a_member"],
    ["that does not exist", {}, "acc-none", "not_a_member"],
    ["of an id that none can have", {}, "acc 2\r\n", "not_a_member"],
    [
      "where they are suspended",
      { memberships: [membershipOf({ systemAccountId: "acc-2", status: "SUSPENDED" })] },
      "acc-2",
      "membership_inactive",
    ],
    [
      "that is closed",
      { accounts: [accountOf({ systemAccountId: "acc-2", status: "CLOSED" })], ...both },
      "acc-2",
      "account_inactive",
    ],
  ] as const)("to one %s is the same 403, and the reason is recorded", async (_, seed, id, reason) => {
    const { ports, call } = accountsApi(seed);
    expect(await call("ada", SWITCH, to(id))).toMatchObject(denied);
    expect(eventsOf(ports, "access.denied")).toMatchObject([{ details: { reason } }]);
    expect((await ports.directory.profile("usr_ada"))?.activeAccountId).toBe("acc-1");
  });

  it.each([undefined, 5, "", "x".repeat(129), null])("takes no account %p", async (id) => {
    const { call } = accountsApi(both);
    expect((await call("ada", SWITCH, to(id))).status).toBeGreaterThanOrEqual(400);
  });
});
