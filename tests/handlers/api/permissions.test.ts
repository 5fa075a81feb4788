import { describe, expect, it } from "@jest/globals";
import { permissionsApi } from "../../support/permissions-api.js";
import { accountOf, membershipOf, profileOf } from "../../support/users.js";

const ACCOUNT = "/api/accounts/{account_id}";
const CHECK = `POST ${ACCOUNT}/permissions/check`;
const EXPLAIN = `POST ${ACCOUNT}/permissions/explain`;
const GRANT = `PUT ${ACCOUNT}/grants`;
const LIST = `GET ${ACCOUNT}/grants`;
const REVOKE = `DELETE ${ACCOUNT}/grants`;
const INVOICE = "invoice/1";
const grant = { resource: INVOICE, grantee: "user:usr_ada", actions: ["write"] };
const asked = (...actions: string[]) => ({
  checks: actions.map((action) => ({ resource: INVOICE, action })),
});

describe("a check over HTTP", () => {
  it("answers each question in its order, with the rule or the reason", async () => {
    const { call } = permissionsApi();
    await call("grace", GRANT, { body: grant });
    expect(await call("ada", CHECK, { body: asked("write", "read", "admin") })).toEqual({
      status: 200,
      body: {
        results: [
          { resource: INVOICE, action: "write", allowed: true, rule: "user_grant", grantee: "user:usr_ada" },
          { resource: INVOICE, action: "read", allowed: true, rule: "user_grant", grantee: "user:usr_ada" },
          { resource: INVOICE, action: "admin", allowed: false, reason: "no_rule" },
        ],
      },
    });
  });

  it("names a wrong field by its path, with the number of the question that it is in", async () => {
    const { call } = permissionsApi();
    const checks = [
      { resource: INVOICE, action: "read" },
      { resource: "no resource", action: "c4nary c4nary" },
    ];
    const { status, body } = await call("ada", CHECK, { body: { checks } });
    expect([status, body]).toMatchObject([400, { fields: ["checks.1.resource", "checks.1.action"] }]);
    expect(JSON.stringify(body)).not.toContain("c4nary");
  });

  it("of another user is for Admins", async () => {
    const { call } = permissionsApi();
    const body = { ...asked("read"), user_id: "usr_linus" };
    expect(await call("ada", CHECK, { body })).toMatchObject({
      status: 403,
      body: { code: "role_required" },
    });
    expect((await call("grace", CHECK, { body })).body).toMatchObject({ results: [{ allowed: true }] });
    expect((await call("linus", CHECK, { body })).status).toBe(200);
  });

  it.each([
    ["does not exist", "usr_none"],
    ["is in another account, and suspended", "usr_other"],
  ])("reports of a user who %s only that they are not a member", async (_, user_id) => {
    const { call } = permissionsApi({
      profiles: [
        profileOf({ userId: "usr_grace", sub: "sub-usr_grace" }),
        profileOf({ userId: "usr_other", status: "SUSPENDED" }),
      ],
      memberships: [
        membershipOf({ userId: "usr_grace", role: "Admin" }),
        membershipOf({ userId: "usr_other", systemAccountId: "acc-2" }),
      ],
    });
    const { body } = await call("grace", CHECK, { body: { ...asked("read"), user_id } });
    expect(body).toMatchObject({ results: [{ allowed: false, reason: "not_a_member" }] });
  });

  it.each([
    ["no question", { checks: [] }],
    ["26 questions", asked(...Array.from({ length: 26 }, () => "read"))],
    ["a resource of no type", { checks: [{ resource: "1", action: "read" }] }],
    ["an action that cannot be one", asked("Read")],
    ["a user that cannot be one", { ...asked("read"), user_id: "a#b" }],
    ["nothing", {}],
  ])("with %s is not well formed", async (_, body) => {
    expect(await permissionsApi().call("ada", CHECK, { body })).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
  });

  it.each([
    ["an account that is not the authorizer's", { path: { account_id: "acc-2" } }],
    ["no context", { access: { user_id: "" } }],
  ])("is refused with %s, and that is recorded", async (_, change) => {
    const { world, call } = permissionsApi();
    expect(await call("ada", CHECK, { body: asked("read"), ...change })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(world.audit.events).toMatchObject([{ type: "access.denied" }]);
  });

  it.each([
    ["a suspended member", { memberships: [membershipOf({ status: "SUSPENDED" })] }],
    ["a closed account", { accounts: [accountOf({ status: "CLOSED" })] }],
  ])("is refused to %s, also if the authorizer allowed the request", async (_, seed) => {
    const { call } = permissionsApi(seed);
    expect(await call("ada", CHECK, { body: asked("read") })).toMatchObject({ status: 403 });
  });

  const key = { credential: "api_key", key_id: "key-1", user_id: "", scopes: "account/read" } as const;
  const about = { ...asked("read", "write"), user_id: "usr_ada" };

  it("is answered for a service with an API key of the role Admin, about every user in the account", async () => {
    const { call } = permissionsApi();
    const access = { ...key, role: "Admin" };
    expect((await call("nobody", CHECK, { body: about, access })).body).toMatchObject({
      results: [{ allowed: true }, { allowed: false, reason: "no_rule" }],
    });
    expect((await call("nobody", CHECK, { body: asked("read"), access })).body).toMatchObject({
      ...{ code: "invalid_request", fields: ["user_id"] },
    });
  });

  it.each([
    ["of a Manager", { ...key, role: "Manager" }, "role_required", "role_too_low"],
    ["of a role that the stage does not have", { ...key, role: "Owner" }, "role_required", "role_too_low"],
    ["without a scope", { ...key, role: "Admin", scopes: "" }, "forbidden", "scope_missing"],
  ])("is not answered to an API key %s, and that is recorded", async (_, access, code, reason) => {
    const { world, call } = permissionsApi();
    expect((await call("nobody", CHECK, { body: about, access })).body).toMatchObject({ code });
    expect(world.audit.events).toMatchObject([
      { type: "access.denied", subject: "key:key-1", details: { reason } },
    ]);
  });

  it.each([
    [GRANT, { body: grant }],
    [LIST, { query: { resource: INVOICE } }],
    [LIST, { query: { grantee: "user:usr_ada" } }],
    [REVOKE, { query: { resource: INVOICE, grantee: "user:usr_ada" } }],
    [`PUT ${ACCOUNT}/resources`, { body: { resource: INVOICE } }],
  ])("is the only operation of an API key: %s is for users", async (route, change) => {
    const access = { ...key, role: "Admin", scopes: "account/admin" };
    expect((await permissionsApi().call("nobody", route, { ...change, access })).body).toMatchObject({
      code: "forbidden",
    });
  });

  it("with a negative answer is not recorded as a denial, because no request was refused", async () => {
    const { world, call } = permissionsApi();
    await call("ada", CHECK, { body: asked("admin") });
    expect(world.audit.events).toEqual([]);
  });
});

it("an explanation names the rule that decided, what every rule said, and when a grant ended", async () => {
  const { world, call } = permissionsApi();
  const body = { ...grant, expires_at: "2025-01-01T00:01:00Z" };
  await call("grace", GRANT, { body });
  world.clock.advance(60_000);
  const answer = await call("ada", EXPLAIN, { body: { resource: INVOICE, action: "write" } });
  expect(answer.body).toEqual({
    ...{ resource: INVOICE, action: "write", allowed: false, reason: "expired" },
    steps: [
      { rule: "owner", outcome: "silent" },
      {
        ...{ rule: "user_grant", outcome: "expired", grantee: "user:usr_ada" },
        expires_at: "2025-01-01T00:01:00.000Z",
      },
      ...["team_grant", "group_grant", "role_grant", "role_default", "department", "project"].map((rule) => ({
        ...{ rule, outcome: "silent" },
      })),
    ],
  });
});

describe("grants over HTTP", () => {
  it("are given, listed both ways and revoked", async () => {
    const { call } = permissionsApi();
    const given = await call("grace", GRANT, { body: { ...grant, expires_at: "2026-01-01T00:00:00.9Z" } });
    const row = {
      ...grant,
      granted_by: "usr_grace",
      granted_at: "2025-01-01T00:00:00.000Z",
      expires_at: "2026-01-01T00:00:00.000Z",
    };
    expect(given).toEqual({ status: 200, body: row });
    const page = { status: 200, body: { items: [row], cursor: null } };
    expect(await call("grace", LIST, { query: { resource: INVOICE } })).toEqual(page);
    expect(await call("ada", LIST, { query: { grantee: "user:usr_ada" } })).toEqual(page);
    const query = { resource: INVOICE, grantee: "user:usr_ada" };
    expect((await call("grace", REVOKE, { query })).status).toBe(204);
    expect(await call("grace", REVOKE, { query })).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
  });

  it("come page by page, with a cursor that is valid only for its list", async () => {
    const { call } = permissionsApi();
    for (const grantee of ["group:a", "group:b", "group:c"])
      await call("grace", GRANT, { body: { ...grant, grantee } });
    const first = await call("grace", LIST, { query: { resource: INVOICE, limit: "2" } });
    const cursor = String(first.body.cursor);
    const next = await call("grace", LIST, { query: { resource: INVOICE, limit: "2", cursor } });
    expect(next.body).toMatchObject({ items: [{ grantee: "group:c" }], cursor: null });
    const other = { resource: "invoice/2", cursor };
    expect((await call("grace", LIST, { query: other })).body).toMatchObject({ fields: ["cursor"] });
  });

  it.each([
    ["on a resource", { resource: INVOICE }, "permission_required"],
    ["to another user", { grantee: "user:usr_grace" }, "role_required"],
    ["to a role", { grantee: "role:Viewer" }, "role_required"],
  ])("%s are not listed for a Viewer", async (_, query, code) => {
    expect((await permissionsApi().call("ada", LIST, { query })).body).toMatchObject({ code });
  });

  it.each<Record<string, string>>([
    {},
    { resource: INVOICE, grantee: "user:usr_ada" },
    { resource: "x" },
    { grantee: "x" },
  ])("are not listed by %j", async (query) => {
    expect((await permissionsApi().call("grace", LIST, { query })).body).toMatchObject({
      code: "invalid_request",
    });
  });

  it.each([
    ["without actions", { ...grant, actions: [] }],
    ["with an end in local time", { ...grant, expires_at: "2026-01-01T00:00:00+01:00" }],
    ["with an end that is no time", { ...grant, expires_at: "2026-13-01T00:00:00Z" }],
    ["with an end in the past", { ...grant, expires_at: "2024-01-01T00:00:00Z" }],
    ["to an empty user id", { ...grant, grantee: "user:" }],
  ])("%s are not well formed", async (_, body) => {
    expect((await permissionsApi().call("grace", GRANT, { body })).body).toMatchObject({
      code: "invalid_request",
    });
  });
});

it("the facts of a resource are set by its admins and read by its readers, and its owner has access", async () => {
  const { call } = permissionsApi();
  const route = `${ACCOUNT}/resources`;
  const body = { resource: INVOICE, owner_id: "usr_ada", department: "Finance" };
  const facts = { ...body, project: null };
  expect((await call("linus", `PUT ${route}`, { body })).body).toMatchObject({ code: "permission_required" });
  expect(await call("grace", `PUT ${route}`, { body })).toEqual({ status: 200, body: facts });
  const query = { resource: INVOICE };
  expect(await call("linus", `GET ${route}`, { query })).toEqual({ status: 200, body: facts });
  const checked = await call("ada", CHECK, { body: asked("admin", "approve") });
  expect(checked.body).toMatchObject({ results: [{ rule: "owner" }, { rule: "owner" }] });
});
