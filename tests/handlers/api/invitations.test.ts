import { describe, expect, it } from "@jest/globals";
import { type AccountsApi, accountsApi, type Call, eventsOf } from "../../support/accounts-api.js";
import { notices } from "../../support/triggers.js";
import { accountOf, membershipOf, profileOf } from "../../support/users.js";

const INVITE = "POST /api/accounts/{account_id}/invitations";
const LIST = "GET /api/accounts/{account_id}/invitations";
const REVOKE = "DELETE /api/accounts/{account_id}/invitations/{invitation_id}";
const RESEND = "POST /api/accounts/{account_id}/invitations/{invitation_id}/resend";
const ACCEPT = "POST /api/invitations/accept";
const DECLINE = "POST /api/invitations/decline";

const to = (email: unknown, more: Record<string, unknown> = {}): Call => ({
  pathParameters: { account_id: "acc-1" },
  body: { email, role: "Viewer", ...more },
});
const of = (invitation_id: unknown, body?: unknown): Call => ({
  pathParameters: { account_id: "acc-1", invitation_id: String(invitation_id) },
  ...(body !== undefined && { body }),
});
const mary = profileOf({
  userId: "usr_mary",
  email: "mary@example.com",
  sub: "sub-mary",
  membershipCount: 0,
});
const withMary = {
  profiles: [profileOf({ sub: "sub-ada" }), mary],
  memberships: [membershipOf({ role: "Admin", owner: true })],
};
/** Accounts acc-1, acc-2, … of which Ada is an Admin. */
const accountsOfAda = (count: number) => {
  const ids = Array.from({ length: count }, (_, index) => `acc-${index + 1}`);
  return {
    accounts: ids.map((systemAccountId) =>
      accountOf({ systemAccountId, visibleAccountId: `${systemAccountId}-v` }),
    ),
    memberships: ids.map((systemAccountId) => membershipOf({ systemAccountId, role: "Admin", owner: true })),
  };
};
/** The token in the newest mail. */
const mailed = ({ ports }: AccountsApi): string => {
  const mail = ports.messenger.sent.at(-1);
  return /invite_[0-9a-f]{32}/.exec(mail?.text ?? "")?.[0] ?? "";
};
const invite = async (api: AccountsApi, email = "mary@example.com") => {
  const answer = await api.call("ada", INVITE, to(email));
  expect(answer.status).toBe(202);
  return { id: answer.body.invitation_id, token: mailed(api) };
};
const invalid = { status: 400, body: { code: "invitation_invalid" } };

describe("inviting", () => {
  it("mails a token that is stored nowhere, with its expiry", async () => {
    const api = accountsApi(withMary);
    const { status, body } = await api.call("ada", INVITE, to(" Mary@Example.com ", { language: "de" }));
    expect([status, body]).toEqual([
      202,
      {
        invitation_id: expect.stringMatching(/^inv_/),
        ...{ email: "mary@example.com", role: "Viewer", invited_by: "usr_ada", status: "PENDING" },
        ...{ expires_at: "2025-01-08T00:00:00.000Z", mailed: true },
      },
    ]);
    expect(api.ports.messenger.sent).toMatchObject([
      { channel: "email", to: "mary@example.com", text: expect.stringContaining("Acme") },
    ]);
    const token = mailed(api);
    expect(token).not.toBe("");
    expect(JSON.stringify([body, api.ports.audit.events]) + api.ports.logger.dump()).not.toContain(token);
    expect(eventsOf(api.ports, "membership.invited")).toMatchObject([
      { details: { actorId: "usr_ada", email: "mary@example.com", systemAccountId: "acc-1", route: INVITE } },
    ]);
  });

  it("gives the same answer whether or not a user or a member has the address", async () => {
    const answers = [];
    for (const email of ["mary@example.com", "nobody@example.com", "ada@example.com"]) {
      const api = accountsApi(withMary);
      const { status, body } = await api.call("ada", INVITE, to(email));
      answers.push({ status, body: { ...body, email: "" }, mails: api.ports.messenger.sent.length });
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it("reports that no mail was sent if the stage sends no mails", async () => {
    const { ports, call } = accountsApi(withMary, { creation: "open" }, { ...notices, sends: false });
    expect(await call("ada", INVITE, to("mary@example.com"))).toMatchObject({
      status: 202,
      body: { mailed: false },
    });
    expect(ports.messenger.sent).toEqual([]);
  });

  it("is a 503 if the mail cannot be sent; the repeated request sends it", async () => {
    const api = accountsApi(withMary);
    api.ports.messenger.broken = true;
    expect((await api.call("ada", INVITE, to("mary@example.com"))).status).toBe(503);
    api.ports.messenger.broken = false;
    const { token } = await invite(api);
    expect((await api.call("mary", ACCEPT, { body: { token } })).status).toBe(200);
  });

  it.each([
    ["joan", {}, 403, "role_required"],
    ["ada", { role: "Owner" }, 400, "invalid_request"],
    ["ada", { role: 5 }, 400, "invalid_request"],
    ["ada", { email: "no address" }, 400, "invalid_request"],
    ["ada", { email: "a@b.co\r\nBcc: x@y.zz" }, 400, "invalid_request"],
    ["ada", { email: `${"x".repeat(400)}@b.co` }, 400, "invalid_request"],
    ["ada", { valid_days: 0 }, 400, "invalid_request"],
    ["ada", { valid_days: 91 }, 400, "invalid_request"],
    ["ada", { valid_days: 1.5 }, 400, "invalid_request"],
    ["ada", { language: "<script>" }, 400, "invalid_request"],
  ])("by %s with %j is a %i %s, and nothing is mailed", async (name, more, status, code) => {
    const { ports, call } = accountsApi();
    expect(await call(name, INVITE, to("mary@example.com", more))).toMatchObject({ status, body: { code } });
    expect(ports.messenger.sent).toEqual([]);
    expect(eventsOf(ports, "membership.invited")).toEqual([]);
  });

  it("reaches one address five times a day for each account", async () => {
    const { ports, call } = accountsApi(withMary);
    const answers = [];
    for (let count = 0; count < 6; count += 1)
      answers.push((await call("ada", INVITE, to("mary@example.com"))).status);
    expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
    expect((await call("ada", INVITE, to("other@example.com"))).status).toBe(202);
    expect(ports.messenger.sent).toHaveLength(6);
  });

  it("shows a name of an account as it is, and no other lines, in the mail", async () => {
    const accounts = [accountOf({ name: "<b>Acme</b> {token}" })];
    const api = accountsApi({ ...withMary, accounts });
    await invite(api);
    const [mail] = api.ports.messenger.sent;
    expect(mail?.channel === "email" && mail.html).toContain("&lt;b&gt;Acme&lt;/b&gt;");
  });

  it("reaches one address five times a day from one user, into whatever account", async () => {
    const { ports, call } = accountsApi({ ...withMary, ...accountsOfAda(3) });
    const answers = [];
    for (const account of ["acc-1", "acc-2", "acc-3"])
      for (let count = 0; count < 5; count += 1)
        answers.push(
          await call("ada", INVITE, {
            ...to("victim@example.com"),
            pathParameters: { account_id: account },
            access: { system_account_id: account },
          }),
        );
    expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(202), ...Array(10).fill(429)]);
    expect(ports.messenger.sent).toHaveLength(5);
  });

  it("reaches one address ten times a day from all users; what is refused counts for nobody", async () => {
    const users = ["ada", "grace", "joan"];
    const memberships = users.map((name) => membershipOf({ userId: `usr_${name}`, role: "Admin" }));
    const { ports, call } = accountsApi({
      accounts: [1, 2, 3].map((n) => accountOf({ systemAccountId: `acc-${n}`, visibleAccountId: `A-${n}` })),
      memberships: memberships.map((each, index) => ({ ...each, systemAccountId: `acc-${index + 1}` })),
    });
    const sent = [];
    for (const [index, name] of users.entries())
      for (let count = 0; count < 5; count += 1) {
        const system_account_id = `acc-${index + 1}`;
        const change = { pathParameters: { account_id: system_account_id }, access: { system_account_id } };
        sent.push((await call(name, INVITE, { ...to("victim@example.com"), ...change })).status);
      }
    expect(sent).toEqual([...Array(10).fill(202), ...Array(5).fill(429)]);
    ports.clock.advance(86_400_000);
    const change = { pathParameters: { account_id: "acc-3" }, access: { system_account_id: "acc-3" } };
    expect((await call("joan", INVITE, { ...to("victim@example.com"), ...change })).status).toBe(202);
  });

  it("quotes the name of the account, which cannot be read as a sentence or link of the mail", async () => {
    const name = "Acme” Your key has expired: https://evil.example/x \u202e\u200b";
    const api = accountsApi({ ...withMary, accounts: [accountOf({ name })] });
    await invite(api);
    const [mail] = api.ports.messenger.sent;
    const shown = "“Acme' Your key has expired: https: //evil. example/x”";
    if (mail?.channel !== "email") throw new Error("no mail");
    expect(mail.text).toContain(shown);
    expect(mail.html).toContain(shown.replace("'", "&#39;"));
  });
});

describe("the list of invitations", () => {
  it("is for Admins, and has the status of each invitation", async () => {
    const api = accountsApi({ ...withMary, profiles: [...withMary.profiles] });
    const first = await invite(api);
    await api.call("mary", DECLINE, { body: { token: first.token } });
    await invite(api, "old@example.com");
    api.ports.clock.advance(8 * 86_400_000);
    await invite(api, "new@example.com");
    const { body } = await api.call("ada", LIST, { pathParameters: { account_id: "acc-1" } });
    const items = body.items as { email: string; status: string }[];
    expect(items.map(({ email, status }) => [email, status])).toEqual([
      ["old@example.com", "EXPIRED"],
      ["new@example.com", "PENDING"],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/invite_/);
    expect(
      (await accountsApi().call("joan", LIST, { pathParameters: { account_id: "acc-1" } })).body,
    ).toMatchObject({ code: "role_required" });
  });
});

describe("taking an invitation back", () => {
  it("makes its token invalid, once", async () => {
    const api = accountsApi(withMary);
    const { id, token } = await invite(api);
    for (const _ of [1, 2]) expect((await api.call("ada", REVOKE, of(id))).status).toBe(204);
    expect(await api.call("mary", ACCEPT, { body: { token } })).toMatchObject(invalid);
    expect(eventsOf(api.ports, "membership.invitation_revoked")).toMatchObject([
      { details: { actorId: "usr_ada", email: "mary@example.com" } },
    ]);
  });

  it("is a conflict after its answer or expiry", async () => {
    const api = accountsApi(withMary);
    const { id, token } = await invite(api);
    await api.call("mary", ACCEPT, { body: { token } });
    const conflict = { status: 409, body: { code: "conflict" } };
    expect(await api.call("ada", REVOKE, of(id))).toMatchObject(conflict);
    expect(await api.call("ada", RESEND, of(id, {}))).toMatchObject(conflict);
    const late = await invite(api, "late@example.com");
    api.ports.clock.advance(8 * 86_400_000);
    expect(await api.call("ada", REVOKE, of(late.id))).toMatchObject(conflict);
  });

  it.each([REVOKE, RESEND])(
    "of another account, or of an unknown id, has the same answer: %s",
    async (route) => {
      const api = accountsApi({
        ...withMary,
        accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
        memberships: ["acc-1", "acc-2"].map((systemAccountId) =>
          membershipOf({ systemAccountId, role: "Admin", owner: true }),
        ),
      });
      const { id } = await invite(api);
      const elsewhere = { ...of(id, {}), pathParameters: { account_id: "acc-2", invitation_id: String(id) } };
      const notFound = { status: 404, body: { code: "not_found" } };
      expect(await api.call("ada", route, elsewhere)).toMatchObject(notFound);
      for (const none of ["inv_none", "inv#1", "x".repeat(3000), "a b"])
        expect(await api.call("ada", route, of(none, {}))).toMatchObject(notFound);
    },
  );
});

describe("sending an invitation again", () => {
  it("replaces it, and its token, with the same role", async () => {
    const api = accountsApi(withMary);
    const { id, token } = await invite(api);
    api.ports.clock.advance(8 * 86_400_000);
    const again = await api.call("ada", RESEND, of(id, { valid_days: 1 }));
    expect(again).toMatchObject({ status: 202, body: { role: "Viewer", status: "PENDING" } });
    expect(again.body.invitation_id).not.toBe(id);
    expect(await api.call("mary", ACCEPT, { body: { token } })).toMatchObject(invalid);
    expect((await api.call("mary", ACCEPT, { body: { token: mailed(api) } })).status).toBe(200);
    expect((await api.call("ada", RESEND, of(id, {}))).status).toBe(404);
  });
});

describe("accepting", () => {
  it("makes the invited user a member once, also if the request is repeated", async () => {
    const api = accountsApi(withMary);
    const { token } = await invite(api);
    const answers = await Promise.all([1, 2].map(() => api.call("mary", ACCEPT, { body: { token } })));
    answers.push(await api.call("mary", ACCEPT, { body: { token } }));
    for (const answer of answers)
      expect(answer).toEqual({
        status: 200,
        body: { system_account_id: "acc-1", visible_account_id: "A-1001", name: "Acme", role: "Viewer" },
      });
    expect(await api.ports.directory.profile("usr_mary")).toMatchObject({ membershipCount: 1 });
    expect(eventsOf(api.ports, "membership.accepted")).toMatchObject([
      { subject: "user:usr_mary", details: { email: "mary@example.com", reason: "invited by usr_ada" } },
    ]);
  });

  it.each([ACCEPT, DECLINE])(
    "%s is for the invited address alone, and the denial is recorded",
    async (route) => {
      const api = accountsApi(withMary);
      const { token } = await invite(api, "somebody@example.com");
      expect(await api.call("mary", route, { body: { token } })).toMatchObject(invalid);
      expect(await api.call("ada", route, { body: { token } })).toMatchObject(invalid);
      expect(eventsOf(api.ports, "access.denied")).toMatchObject([
        { subject: "user:usr_mary", details: { reason: "invitation_invalid", systemAccountId: "acc-1" } },
        { subject: "user:usr_ada" },
      ]);
      expect(JSON.stringify(api.ports.audit.events) + api.ports.logger.dump()).not.toContain(token);
    },
  );

  it.each([ACCEPT, DECLINE])("%s gives the same answer for every kind of invalid token", async (route) => {
    const api = accountsApi(withMary);
    const { token } = await invite(api);
    const wrong = `invite_${"0".repeat(32)}`;
    const answers = [await api.call("mary", route, { body: { token: wrong } })];
    api.ports.clock.advance(7 * 86_400_000);
    answers.push(await api.call("mary", route, { body: { token } }));
    for (const answer of answers) expect(answer).toMatchObject(invalid);
  });

  it.each([undefined, "", "x", "invite_zz", `invite_${"0".repeat(33)}`, 5, "\r\n"])(
    "takes no token like %p",
    async (token) => {
      const { ports, call } = accountsApi(withMary);
      expect(await call("mary", ACCEPT, { body: { token } })).toMatchObject({
        status: 400,
        body: { code: "invalid_request", fields: ["token"] },
      });
      expect(ports.audit.events).toEqual([]);
    },
  );

  it("does not lift a suspension in the account, and does not change a role", async () => {
    const memberships = [
      ...withMary.memberships,
      membershipOf({ userId: "usr_mary", role: "Manager", status: "SUSPENDED" }),
    ];
    const api = accountsApi({ ...withMary, memberships });
    const { token } = await invite(api);
    expect(await api.call("mary", ACCEPT, { body: { token } })).toMatchObject(invalid);
    expect((await api.ports.directory.standing("usr_mary", "acc-1")).membership).toMatchObject({
      status: "SUSPENDED",
      role: "Manager",
    });
  });

  it("into an account that was closed meanwhile is not possible", async () => {
    const api = accountsApi(withMary);
    const { token } = await invite(api);
    api.ports.directory.tenants[0] = accountOf({ status: "CLOSED" });
    expect(await api.call("mary", ACCEPT, { body: { token } })).toMatchObject(invalid);
  });

  it("is not for the token of another client", async () => {
    const api = accountsApi(withMary);
    const { token } = await invite(api);
    const request = { body: { token }, access: { scopes: "openid account/admin" } };
    expect((await api.call("mary", ACCEPT, request)).body).toMatchObject({ code: "forbidden" });
  });

  it("is a 503 while the directory is down", async () => {
    const api = accountsApi(withMary);
    const { token } = await invite(api);
    api.ports.directory.broken = true;
    for (const route of [ACCEPT, DECLINE])
      expect((await api.call("mary", route, { body: { token } })).status).toBe(503);
  });
});

describe("declining", () => {
  it("ends it, once, and it cannot be accepted any more", async () => {
    const api = accountsApi(withMary);
    const { token } = await invite(api);
    for (const _ of [1, 2]) expect((await api.call("mary", DECLINE, { body: { token } })).status).toBe(204);
    expect(await api.call("mary", ACCEPT, { body: { token } })).toMatchObject(invalid);
    expect(eventsOf(api.ports, "membership.declined")).toHaveLength(1);
  });
});

describe("a membership that an operator prepared", () => {
  const prepared = {
    ...withMary,
    memberships: [...withMary.memberships, membershipOf({ userId: "usr_mary", status: "INVITED" })],
  };
  const here = { body: { account_id: "acc-1" } };

  it("is accepted by its user, once, and counts from then on", async () => {
    const { ports, call } = accountsApi(prepared);
    for (const _ of [1, 2])
      expect(await call("mary", ACCEPT, here)).toMatchObject({ status: 200, body: { role: "Manager" } });
    expect(await ports.directory.profile("usr_mary")).toMatchObject({ membershipCount: 1 });
    expect(eventsOf(ports, "membership.accepted")).toMatchObject([
      { subject: "user:usr_mary", details: { reason: "prepared", systemAccountId: "acc-1" } },
    ]);
  });

  it("is declined by its user, once, and cannot be accepted any more", async () => {
    const { ports, call } = accountsApi(prepared);
    for (const _ of [1, 2]) expect((await call("mary", DECLINE, here)).status).toBe(204);
    expect(await call("mary", ACCEPT, here)).toMatchObject(invalid);
    expect(eventsOf(ports, "membership.declined")).toHaveLength(1);
  });

  it.each([
    ["of another tenant", "acc-2", {}],
    ["of no account", "acc-none", {}],
    ["of no id", "a b\r\n", {}],
    [
      "where they are suspended",
      "acc-1",
      { memberships: [membershipOf({ userId: "usr_mary", status: "SUSPENDED" })] },
    ],
  ] as const)("%s cannot be accepted, with one answer", async (_, account_id, seed) => {
    const { ports, call } = accountsApi({ ...prepared, ...seed });
    for (const route of [ACCEPT, DECLINE])
      expect(await call("mary", route, { body: { account_id } })).toMatchObject(invalid);
    expect(eventsOf(ports, "access.denied")).toHaveLength(2);
  });

  it("into an account that is suspended cannot be accepted", async () => {
    const { ports, call } = accountsApi({ ...prepared, accounts: [accountOf({ status: "SUSPENDED" })] });
    expect((await call("mary", ACCEPT, here)).status).toBe(409);
    expect((await ports.directory.profile("usr_mary"))?.membershipCount).toBe(0);
  });

  it("takes a token or an account, not both", async () => {
    const { call } = accountsApi(prepared);
    const token = `invite_${"0".repeat(32)}`;
    for (const body of [{}, { token, account_id: "acc-1" }])
      for (const route of [ACCEPT, DECLINE])
        expect(await call("mary", route, { body })).toMatchObject({
          status: 400,
          body: { code: "invalid_request", fields: ["token"] },
        });
  });
});
