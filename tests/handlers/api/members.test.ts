import { describe, expect, it } from "@jest/globals";
import { accountsApi, type Call, eventsOf, provedAgain } from "../../support/accounts-api.js";
import { accountOf, membershipOf, profileOf } from "../../support/users.js";

const LIST = "GET /api/accounts/{account_id}/members";
const READ = "GET /api/accounts/{account_id}/members/{user_id}";
const CHANGE = "PATCH /api/accounts/{account_id}/members/{user_id}";
const SUSPEND = "POST /api/accounts/{account_id}/members/{user_id}/suspend";
const REINSTATE = "POST /api/accounts/{account_id}/members/{user_id}/reinstate";
const REMOVE = "DELETE /api/accounts/{account_id}/members/{user_id}";
const OWNERSHIP = "POST /api/accounts/{account_id}/ownership";
const of = (user_id: string, body?: unknown, more: Call = {}): Call => ({
  ...more,
  pathParameters: { account_id: "acc-1", user_id },
  ...(body !== undefined && { body }),
});
const inAccount = (more: Call = {}): Call => ({ ...more, pathParameters: { account_id: "acc-1" } });
const joan = { user_id: "usr_joan", role: "Viewer", status: "ACTIVE", owner: false };

describe("reading members", () => {
  it("is for every member; addresses are for Admins", async () => {
    const { call } = accountsApi();
    const asViewer = await call("joan", LIST, inAccount());
    expect(asViewer).toMatchObject({ status: 200, body: { cursor: null } });
    expect(asViewer.body.items).toEqual([
      { user_id: "usr_ada", role: "Admin", status: "ACTIVE", owner: true },
      { user_id: "usr_grace", role: "Admin", status: "ACTIVE", owner: false },
      joan,
    ]);
    const asAdmin = (await call("grace", LIST, inAccount())).body.items as { email: string }[];
    expect(asAdmin.map(({ email }) => email)).toEqual([
      "ada@example.com",
      "grace@example.com",
      "joan@example.com",
    ]);
  });

  it("shows one, with the address to Admins and themselves", async () => {
    const { call } = accountsApi();
    expect((await call("grace", READ, of("usr_joan"))).body).toEqual({ ...joan, email: "joan@example.com" });
    expect((await call("joan", READ, of("usr_joan"))).body).toEqual({ ...joan, email: "joan@example.com" });
    expect((await call("joan", READ, of("usr_ada"))).body).not.toHaveProperty("email");
  });

  it("takes no cursor of another account's list", async () => {
    const memberships = ["acc-1", "acc-2"].flatMap((systemAccountId) =>
      ["usr_ada", "usr_grace"].map((userId) => membershipOf({ systemAccountId, userId })),
    );
    const { call } = accountsApi({ memberships });
    const { body } = await call("ada", LIST, inAccount({ query: { limit: "1" } }));
    const query = { limit: "1", cursor: String(body.cursor) };
    expect((await call("ada", LIST, inAccount({ query }))).status).toBe(200);
    const elsewhere = { query, pathParameters: { account_id: "acc-2" } };
    expect(await call("ada", LIST, elsewhere)).toMatchObject({ status: 400, body: { fields: ["cursor"] } });
  });

  it("is not for a token without a scope of accounts", async () => {
    const { ports, call } = accountsApi();
    const access = { scopes: "openid profile" };
    expect((await call("ada", LIST, inAccount({ access }))).status).toBe(403);
    expect(eventsOf(ports, "access.denied")).toMatchObject([{ details: { reason: "scope_missing" } }]);
    expect((await call("ada", LIST, inAccount({ access: { scopes: "account/read" } }))).status).toBe(200);
  });
});

describe.each([
  [READ, undefined],
  [CHANGE, { role: "Viewer" }],
  [SUSPEND, undefined],
  [REINSTATE, undefined],
  [REMOVE, undefined],
])("%s", (route, body) => {
  it.each([
    ["of another tenant's user", "usr_other"],
    ["of an unknown user", "usr_none"],
    ["of no id", " "],
    ["of an id that is no key", "user#1"],
    ["of an id that is too long", "x".repeat(3000)],
    ["of an id with line breaks", "usr_joan\r\nx"],
  ])("%s is the same answer", async (_, id) => {
    const { ports, call } = accountsApi();
    expect(await call("ada", route, of(id, body))).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
    expect(ports.audit.events).toEqual([]);
  });

  it("is a 503 while the directory is down", async () => {
    const { ports, call } = accountsApi();
    ports.directory.broken = true;
    expect((await call("ada", route, of("usr_joan", body))).status).toBe(503);
  });
});

describe("changing members", () => {
  it("gives another role, with who did it, and what it was before", async () => {
    const { ports, call } = accountsApi();
    const change = () => call("grace", CHANGE, of("usr_joan", { role: "Manager" }));
    expect(await change()).toEqual({ status: 200, body: { ...joan, role: "Manager" } });
    expect(await change()).toEqual({ status: 200, body: { ...joan, role: "Manager" } });
    expect(eventsOf(ports, "membership.role_changed")).toMatchObject([
      {
        subject: "user:usr_joan",
        details: {
          ...{ userId: "usr_joan", actorId: "usr_grace", systemAccountId: "acc-1" },
          ...{ reason: "Viewer to Manager", route: CHANGE, requestId: "request-1" },
        },
      },
    ]);
    expect(await ports.directory.profile("usr_joan")).toMatchObject({
      membershipVersion: 2,
      membershipCount: 1,
    });
  });

  it("suspends and reinstates, each once, and the count of the claims follows", async () => {
    const { ports, call } = accountsApi();
    const count = async () => (await ports.directory.profile("usr_joan"))?.membershipCount;
    for (const _ of [1, 2])
      expect((await call("grace", SUSPEND, of("usr_joan"))).body).toMatchObject({ status: "SUSPENDED" });
    expect(await count()).toBe(0);
    for (const _ of [1, 2])
      expect((await call("grace", REINSTATE, of("usr_joan"))).body).toMatchObject({ status: "ACTIVE" });
    expect(await count()).toBe(1);
    expect(ports.audit.events.map(({ type }) => type)).toEqual([
      "membership.suspended",
      "membership.reinstated",
    ]);
  });

  it("removes a member; a repetition succeeds without an effect", async () => {
    const { ports, call } = accountsApi();
    for (const _ of [1, 2]) expect((await call("grace", REMOVE, of("usr_joan"))).status).toBe(204);
    expect((await call("grace", READ, of("usr_joan"))).status).toBe(404);
    expect((await call("grace", SUSPEND, of("usr_joan"))).status).toBe(404);
    expect((await call("joan", LIST, inAccount())).status).toBe(403);
    expect(eventsOf(ports, "membership.removed")).toHaveLength(1);
  });

  it("lets members of every role leave", async () => {
    const { ports, call } = accountsApi();
    expect((await call("joan", REMOVE, of("usr_joan"))).status).toBe(204);
    expect(eventsOf(ports, "membership.left")).toMatchObject([
      { subject: "user:usr_joan", details: { actorId: "usr_joan" } },
    ]);
    expect((await call("joan", LIST, inAccount())).status).toBe(403);
  });

  it("lets a member leave twice, with the account of a cached admission and without an account", async () => {
    const { ports, call } = accountsApi();
    const without = { ...of("usr_joan"), access: { system_account_id: "", role: "" } };
    await call("joan", REMOVE, of("usr_joan"));
    expect((await call("joan", REMOVE, of("usr_joan"))).status).toBe(204);
    expect((await call("joan", REMOVE, without)).status).toBe(204);
    expect(eventsOf(ports, "membership.left")).toHaveLength(1);
    expect(eventsOf(ports, "access.denied")).toEqual([]);
  });

  it.each([
    ["an account where the user never was", "joan", "usr_joan", "acc-2"],
    ["another member", "joan", "usr_grace", "acc-1"],
  ])("refuses %s to a user without an account", async (_, name, user_id, account_id) => {
    const { ports, call } = accountsApi();
    const before = [...ports.directory.members];
    const request = { pathParameters: { account_id, user_id }, access: { system_account_id: "", role: "" } };
    expect(await call(name, REMOVE, request)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(ports.directory.members).toEqual(before);
  });

  it.each([
    ["joan", CHANGE, "usr_joan", { role: "Admin" }, 403, "role_required", "role_too_low"],
    ["joan", SUSPEND, "usr_grace", undefined, 403, "role_required", "role_too_low"],
    ["joan", REMOVE, "usr_grace", undefined, 403, "role_required", "role_too_low"],
    ["grace", CHANGE, "usr_ada", { role: "Viewer" }, 403, "owner_required", "owner_required"],
    ["grace", SUSPEND, "usr_ada", undefined, 403, "owner_required", "owner_required"],
    ["grace", REMOVE, "usr_ada", undefined, 403, "owner_required", "owner_required"],
    ["ada", CHANGE, "usr_ada", { role: "Manager" }, 409, "last_owner", "last_owner"],
    ["ada", SUSPEND, "usr_ada", undefined, 409, "last_owner", "last_owner"],
    ["ada", REMOVE, "usr_ada", undefined, 409, "last_owner", "last_owner"],
  ])("%s may not %s %s, and the denial is recorded", async (name, route, id, body, status, code, reason) => {
    const { ports, call } = accountsApi();
    const before = [...ports.directory.members];
    expect(await call(name, route, of(id, body))).toMatchObject({ status, body: { code } });
    expect(ports.directory.members).toEqual(before);
    expect(ports.audit.events).toMatchObject([{ type: "access.denied", details: { reason, route } }]);
  });

  it.each([
    {},
    { role: 5 },
    { role: "Owner" },
    { role: "admin" },
    { role: "__proto__" },
    { role: "x".repeat(33) },
    { role: "\ud800" },
  ])("takes no role %j", async (body) => {
    const { ports, call } = accountsApi();
    expect(await call("ada", CHANGE, of("usr_joan", body))).toMatchObject({
      status: 400,
      body: { fields: ["role"] },
    });
    expect(ports.audit.events).toEqual([]);
  });

  it("neither suspends nor reinstates an invited user", async () => {
    const { call } = accountsApi({
      memberships: [
        membershipOf({ role: "Admin", owner: true }),
        membershipOf({ userId: "usr_joan", status: "INVITED" }),
      ],
    });
    for (const route of [SUSPEND, REINSTATE])
      expect(await call("ada", route, of("usr_joan"))).toMatchObject({
        status: 409,
        body: { code: "conflict" },
      });
  });

  it("is not for a context of another account", async () => {
    const { ports, call } = accountsApi();
    const access = { system_account_id: "acc-2" };
    expect((await call("ada", REMOVE, of("usr_joan", undefined, { access }))).status).toBe(403);
    expect(eventsOf(ports, "access.denied")).toMatchObject([
      { details: { reason: "account_contradiction" } },
    ]);
  });
});

describe("the ownership", () => {
  const give = (user_id: unknown, keep?: unknown): Call => inAccount({ body: { user_id, keep } });

  it("is transferred to a member in one step; both are Admins afterwards", async () => {
    const { ports, call } = accountsApi();
    await provedAgain(ports, "ada", "transfer-ownership");
    expect(await call("ada", OWNERSHIP, give("usr_joan"))).toMatchObject({
      status: 200,
      body: { user_id: "usr_joan", role: "Admin", owner: true },
    });
    const held = await ports.directory.standing("usr_ada", "acc-1");
    expect(held.membership).toEqual(membershipOf({ role: "Admin" }));
    expect(held.account).toMatchObject({ ownerCount: 1 });
    expect(eventsOf(ports, "ownership.transferred")).toMatchObject([
      { subject: "user:usr_joan", details: { userId: "usr_joan", actorId: "usr_ada" } },
    ]);
    expect((await call("ada", OWNERSHIP, give("usr_grace"))).body).toMatchObject({ code: "owner_required" });
  });

  it("is shared with `keep`, and given up by a transfer to another owner; one step-up permits one action", async () => {
    const { ports, call } = accountsApi();
    await provedAgain(ports, "ada", "transfer-ownership");
    expect((await call("ada", OWNERSHIP, give("usr_grace", true))).status).toBe(200);
    expect((await call("ada", OWNERSHIP, give("usr_grace", true))).status).toBe(200);
    expect((await call("ada", OWNERSHIP, give("usr_grace"))).body).toMatchObject({
      code: "step_up_required",
    });
    await ports.clock.advance(1000);
    await provedAgain(ports, "grace", "transfer-ownership");
    expect((await call("grace", OWNERSHIP, give("usr_ada"))).status).toBe(200);
    expect((await ports.directory.standing("usr_grace", "acc-1")).membership).not.toHaveProperty("owner");
    expect(eventsOf(ports, "ownership.shared")).toHaveLength(1);
    expect((await call("ada", REMOVE, of("usr_ada"))).body).toMatchObject({ code: "last_owner" });
  });

  it.each([
    ["grace", "usr_joan", "owner_required"],
    ["joan", "usr_joan", "role_required"],
    ["ada", "usr_none", "not_found"],
    ["ada", "usr_other", "not_found"],
    ["ada", "usr_ada", "invalid_request"],
    ["ada", "usr_joan", "step_up_required"],
  ])("%s cannot give it to %s: %s", async (name, id, code) => {
    const { ports, call } = accountsApi();
    expect((await call(name, OWNERSHIP, give(id))).body).toMatchObject({ code });
    expect((await ports.directory.standing("usr_ada", "acc-1")).membership).toMatchObject({ owner: true });
  });

  it.each([
    [
      "who is suspended in the account",
      { memberships: [membershipOf({ userId: "usr_joan", status: "SUSPENDED" })] },
    ],
    ["who has not accepted yet", { memberships: [membershipOf({ userId: "usr_joan", status: "INVITED" })] }],
    [
      "who is suspended everywhere",
      {
        memberships: [membershipOf({ userId: "usr_joan" })],
        profiles: [profileOf(), profileOf({ userId: "usr_joan", sub: "sub-joan", status: "SUSPENDED" })],
      },
    ],
  ] as const)("is refused for a user %s, and uses up no step-up", async (_, seed) => {
    const memberships = [membershipOf({ role: "Admin", owner: true }), ...seed.memberships];
    const { ports, call } = accountsApi({ accounts: [accountOf()], ...seed, memberships });
    await provedAgain(ports, "ada", "transfer-ownership");
    expect((await call("ada", OWNERSHIP, give("usr_joan"))).body).toMatchObject({ code: "conflict" });
    expect(eventsOf(ports, "ticket.consumed")).toEqual([]);
  });

  it.each([{}, { user_id: 5 }, { user_id: "usr_joan", keep: "yes" }, { user_id: "x".repeat(129) }])(
    "takes no body %j",
    async (body) => {
      const { call } = accountsApi();
      expect((await call("ada", OWNERSHIP, inAccount({ body }))).status).toBe(400);
    },
  );
});
