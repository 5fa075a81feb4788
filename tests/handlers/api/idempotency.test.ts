import { describe, expect, it } from "@jest/globals";
import type { MemoryPorts } from "../../../shared/memory/ports.js";
import { keysApi } from "../../support/account-keys-api.js";
import { accountsApi, type Call, eventsOf } from "../../support/accounts-api.js";
import { KEY_ID, KEY_TEXT } from "../../support/api-keys.js";
import { permissionsApi } from "../../support/permissions-api.js";
import { membershipOf } from "../../support/users.js";

const HOUR_MS = 60 * 60 * 1000;
const CREATE = "POST /api/accounts";
const INVITE = "POST /api/accounts/{account_id}/invitations";
const RESEND = "POST /api/accounts/{account_id}/invitations/{invitation_id}/resend";
const TEAMS = "POST /api/accounts/{account_id}/teams";
const json = { "content-type": "application/json" };
const once = { ...json, "idempotency-key": "once" };
const stored = ({ firstRequests }: MemoryPorts) => [...firstRequests.rows.values()];

describe("a repeated request for an account", () => {
  const request: Call = { body: { name: "Initech" }, headers: once };

  it("is answered as the first one, also after a change", async () => {
    const { call, ports } = accountsApi();
    const first = await call("joan", CREATE, request);
    const account_id = String(first.body.system_account_id);
    const rename = { body: { name: "Umbrella" }, pathParameters: { account_id } };
    expect((await call("joan", "PATCH /api/accounts/{account_id}", rename)).status).toBe(200);
    expect(await call("joan", CREATE, request)).toEqual(first);
    expect(eventsOf(ports, "account.created")).toHaveLength(1);
  });

  it("shows a former member nothing of the account", async () => {
    const { call, ports } = accountsApi();
    const first = await call("joan", CREATE, request);
    const systemAccountId = String(first.body.system_account_id);
    const place = ports.directory.members.findIndex((each) => each.systemAccountId === systemAccountId);
    ports.directory.members[place] = membershipOf({
      ...{ userId: "usr_joan", systemAccountId, status: "REMOVED" },
    });
    const again = await call("joan", CREATE, request);
    expect(again).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(JSON.stringify(again.body)).not.toMatch(/Initech|cell-9|AC-/);
    expect(eventsOf(ports, "access.denied")).toMatchObject([{ details: { reason: "not_a_member" } }]);
  });

  it("shows a former member nothing after a lost answer either", async () => {
    const { call, ports } = accountsApi();
    ports.firstRequests.broken = true;
    await call("joan", CREATE, request);
    const place = ports.directory.members.findIndex(({ userId, owner }) => userId === "usr_joan" && owner);
    ports.directory.members[place] = {
      ...(ports.directory.members[place] ?? membershipOf()),
      ...{ status: "SUSPENDED", owner: undefined },
    };
    expect(await call("joan", CREATE, request)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  it("finds the account whose answer was lost", async () => {
    const { call, ports } = accountsApi();
    ports.firstRequests.broken = true;
    const first = await call("joan", CREATE, request);
    expect(await call("joan", CREATE, request)).toEqual(first);
    expect(eventsOf(ports, "account.created")).toHaveLength(1);
  });

  it("is a new request after a day", async () => {
    const { call, ports } = accountsApi();
    const first = await call("joan", CREATE, request);
    ports.clock.advance(24 * HOUR_MS - 1000);
    expect(await call("joan", CREATE, request)).toEqual(first);
    ports.clock.advance(1000);
    const next = await call("joan", CREATE, request);
    expect(next.status).toBe(201);
    expect(next.body.system_account_id).not.toBe(first.body.system_account_id);
  });

  it("leaves nothing readable in the record", async () => {
    const { call, ports } = accountsApi();
    const { body } = await call("joan", CREATE, request);
    const text = JSON.stringify([...ports.firstRequests.rows]);
    for (const secret of ["Initech", "once", "joan", String(body.system_account_id)])
      expect(text).not.toContain(secret);
    expect(stored(ports)).toMatchObject([{ answer: expect.any(String) }]);
  });
});

describe("a key", () => {
  it("belongs to the request that it came with first, of that user", async () => {
    const { call } = accountsApi();
    const invitation = { email: "dora@example.com", role: "Viewer" };
    const path = { pathParameters: { account_id: "acc-1" } };
    const conflict = { status: 409, body: { code: "conflict" } };
    expect((await call("ada", CREATE, { body: { name: "Initech" }, headers: once })).status).toBe(201);
    expect(await call("ada", INVITE, { body: invitation, headers: once, ...path })).toMatchObject(conflict);
    expect((await call("grace", INVITE, { body: invitation, headers: once, ...path })).status).toBe(202);
    const other = { ...invitation, role: "Manager" };
    expect(await call("grace", INVITE, { body: other, headers: once, ...path })).toMatchObject(conflict);
  });

  it("whose request failed runs it again", async () => {
    const { call, ports } = accountsApi();
    ports.directory.broken = true;
    const request: Call = { body: { name: "Initech" }, headers: once };
    expect((await call("joan", CREATE, request)).status).toBe(503);
    ports.directory.broken = false;
    expect((await call("joan", CREATE, request)).status).toBe(201);
  });

  it.each([
    "GET /api/accounts",
    "GET /api/accounts/{account_id}",
    "PATCH /api/accounts/{account_id}",
    "POST /api/accounts/{account_id}/close",
    "POST /api/account/active",
    "GET /api/accounts/{account_id}/invitations",
    "DELETE /api/accounts/{account_id}/invitations/{invitation_id}",
    "POST /api/invitations/accept",
    "POST /api/accounts/{account_id}/members/{user_id}/suspend",
    "DELETE /api/accounts/{account_id}/members/{user_id}",
    "POST /api/accounts/{account_id}/ownership",
  ])("is refused by %s, which does not take it", async (route) => {
    const { call, ports } = accountsApi();
    const pathParameters = { account_id: "acc-1", user_id: "usr_joan", invitation_id: "inv_1" };
    const answer = await call("ada", route, { body: { name: "x" }, headers: once, pathParameters });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "invalid_request", fields: ["idempotency-key"] },
    });
    expect(ports.audit.events).toEqual([]);
  });
});

describe("a repeated invitation", () => {
  const invitation = { email: "dora@example.com", role: "Viewer" };
  const request: Call = { body: invitation, headers: once, pathParameters: { account_id: "acc-1" } };

  it("is answered as the first one, with one mail, to an Admin", async () => {
    const { call, ports } = accountsApi();
    const first = await call("grace", INVITE, request);
    expect(first.status).toBe(202);
    expect(await call("grace", INVITE, request)).toEqual(first);
    expect(ports.messenger.sent).toHaveLength(1);
    expect(eventsOf(ports, "membership.invited")).toHaveLength(1);
    ports.directory.members[1] = membershipOf({ userId: "usr_grace", role: "Viewer" });
    expect(await call("grace", INVITE, request)).toMatchObject({
      status: 403,
      body: { code: "role_required" },
    });
  });

  it("whose mail failed is mailed again, with the same token", async () => {
    const { call, ports } = accountsApi();
    const { send } = ports.messenger;
    const tokens: string[] = [];
    ports.messenger.send = async (message) => {
      tokens.push(/invite_[0-9a-f]{32}/.exec(message.text ?? "")?.[0] ?? "");
      if (tokens.length === 1) throw new Error("lost");
      return send(message);
    };
    expect((await call("grace", INVITE, request)).status).toBe(500);
    expect((await call("grace", INVITE, request)).status).toBe(202);
    expect(tokens[0]).toMatch(/^invite_/);
    expect(new Set(tokens).size).toBe(1);
    expect(eventsOf(ports, "membership.invited")).toHaveLength(1);
  });

  it("at the same time waits for the first answer, with one mail and one count", async () => {
    const { call, ports } = accountsApi();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call("grace", INVITE, request)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.invitation_id)).size).toBe(1);
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("at the same time runs if the first one fails", async () => {
    const { call, ports } = accountsApi();
    const { send } = ports.messenger;
    let sent = 0;
    ports.messenger.send = async (message) => {
      sent += 1;
      if (sent === 1) throw new Error("lost");
      return send(message);
    };
    const began = ports.clock.now().getTime();
    const answers = await Promise.all([1, 2, 3].map(() => call("grace", INVITE, request)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 202, 500]);
    expect(sent).toBe(2);
    expect(ports.clock.now().getTime() - began).toBeLessThan(14_000);
  });

  it("gets a conflict while an attempt runs longer than it waits, and runs after the time of a killed one", async () => {
    const { call, ports } = accountsApi();
    const { send } = ports.messenger;
    const { release } = ports.firstRequests;
    // A killed function answers nothing and releases nothing.
    ports.firstRequests.release = async () => undefined;
    ports.messenger.send = () => Promise.reject(new Error("killed"));
    const began = ports.clock.now().getTime();
    expect((await call("grace", INVITE, request)).status).toBe(500);
    Object.assign(ports.messenger, { send });
    Object.assign(ports.firstRequests, { release });
    expect(await call("grace", INVITE, request)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(ports.clock.now().getTime() - began).toBeLessThan(15_000);
    ports.clock.advance(5_000);
    expect((await call("grace", INVITE, request)).status).toBe(202);
    expect(ports.clock.now().getTime() - began).toBeLessThan(31_000);
    expect(ports.messenger.sent).toHaveLength(1);
    expect(eventsOf(ports, "membership.invited")).toHaveLength(1);
  });

  it("to send it anew replaces it once, also after a lost answer", async () => {
    for (const lost of [false, true]) {
      const { call, ports } = accountsApi();
      const { headers: _, ...plain } = request;
      const made = await call("grace", INVITE, { ...plain, headers: json });
      const path = { account_id: "acc-1", invitation_id: String(made.body.invitation_id) };
      const resend: Call = { body: {}, headers: once, pathParameters: path };
      ports.firstRequests.broken = lost;
      const first = await call("grace", RESEND, resend);
      expect(first.status).toBe(202);
      expect(await call("grace", RESEND, resend)).toEqual(first);
      expect(eventsOf(ports, "membership.invited")).toHaveLength(2);
    }
  });
});

describe("a repeated request for a team", () => {
  const request = { body: { name: "Night shift" }, headers: once };

  it.each([false, true])("makes one team (answer lost: %p)", async (lost) => {
    const { call, world } = permissionsApi();
    world.firstRequests.broken = lost;
    const first = await call("grace", TEAMS, request);
    expect(first.status).toBe(201);
    expect(await call("grace", TEAMS, request)).toEqual(first);
    const { body } = await call("grace", "GET /api/accounts/{account_id}/teams");
    expect(body.items).toEqual([first.body]);
  });

  it("at the same time makes one team", async () => {
    const { call } = permissionsApi();
    const answers = await Promise.all([1, 2, 3].map(() => call("grace", TEAMS, request)));
    expect(new Set(answers.map(({ body }) => body.team_id)).size).toBe(1);
  });

  it("does not bring a deleted team back", async () => {
    const { call } = permissionsApi();
    const first = await call("grace", TEAMS, request);
    const path = { team_id: String(first.body.team_id) };
    await call("grace", "DELETE /api/accounts/{account_id}/teams/{team_id}", { path });
    expect(await call("grace", TEAMS, request)).toEqual(first);
    expect((await call("grace", "GET /api/accounts/{account_id}/teams")).body.items).toEqual([]);
  });
});

describe("a repeated request for an API key", () => {
  const body = { name: "Nightly export" };

  it("shows the key again for a minute, without another step-up, and issues no second one", async () => {
    const { authenticate, call, ports, stepUp } = keysApi({ apiKeys: [] });
    const issue = () => call("POST", "", { body, headers: once });
    expect((await issue()).body.code).toBe("step_up_required");
    await stepUp();
    const first = await issue();
    expect([first.status, (await authenticate(first.body.key)).kind]).toEqual([201, "key"]);
    ports.clock.advance(59_000);
    expect(await issue()).toMatchObject({ status: 201, body: { key: first.body.key } });
    ports.clock.advance(1_000);
    expect(await issue()).toMatchObject({ status: 409, body: { code: "conflict" } });
    ports.clock.advance(HOUR_MS);
    await stepUp();
    expect(await issue()).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(ports.apiKeys.rows.size).toBe(1);
  });

  it("shows it in the same session only", async () => {
    const { call, ports, stepUp } = keysApi({ apiKeys: [] });
    await stepUp();
    await call("POST", "", { body, headers: once });
    const other = { body, headers: once, access: { session_id: "session-2" } };
    expect(await call("POST", "", other)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(ports.apiKeys.rows.size).toBe(1);
  });

  it("shows it to an Admin only", async () => {
    const { call, ports, stepUp } = keysApi({ apiKeys: [] });
    await stepUp();
    await call("POST", "", { body, headers: once });
    ports.directory.members[0] = membershipOf({ role: "Viewer" });
    expect(await call("POST", "", { body, headers: once })).toMatchObject({
      status: 403,
      body: { code: "role_required" },
    });
  });

  it("at the same time issues one key", async () => {
    const { call, ports, stepUp } = keysApi({ apiKeys: [] });
    await stepUp();
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", "", { body, headers: once })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.key)).size).toBe(1);
    expect(ports.apiKeys.rows.size).toBe(1);
  });

  it("needs a step-up of its own for another request", async () => {
    const { call, stepUp } = keysApi({ apiKeys: [] });
    await stepUp();
    await call("POST", "", { body, headers: once });
    const other = { body, headers: { ...json, "idempotency-key": "twice" } };
    expect((await call("POST", "", other)).body.code).toBe("step_up_required");
  });

  it("leaves no secret in the record", async () => {
    const { call, ports, stepUp } = keysApi({ apiKeys: [] });
    await stepUp();
    const { body: made } = await call("POST", "", { body, headers: once });
    expect(stored(ports)).toHaveLength(1);
    expect(stored(ports)[0]?.answer).toBeUndefined();
    expect(JSON.stringify(stored(ports))).not.toContain(String(made.key_id));
  });

  it.each(["", "two words", "x".repeat(256)])("refuses the malformed key %j", async (key) => {
    const headers = { ...json, "idempotency-key": key };
    expect(await keysApi().call("POST", "", { body, headers })).toMatchObject({
      status: 400,
      body: { fields: ["idempotency-key"] },
    });
  });
});

describe("a repeated rotation", () => {
  const rotate = { body: {}, keyId: KEY_ID, headers: once };

  it("shows the new secret again for a minute, and rotates once", async () => {
    const { authenticate, call, ports, stepUp } = keysApi();
    await stepUp();
    const first = await call("POST", "/{key_id}/rotate", rotate);
    expect(first.status).toBe(200);
    expect(await call("POST", "/{key_id}/rotate", rotate)).toEqual(first);
    expect(ports.apiKeys.rows.get(KEY_ID)?.version).toBe(2);
    for (const text of [KEY_TEXT, first.body.key]) expect((await authenticate(text)).kind).toBe("key");
    ports.clock.advance(60_000);
    expect((await call("POST", "/{key_id}/rotate", rotate)).body.code).toBe("conflict");
  });

  it("does not undo a later rotation", async () => {
    const { call, ports, stepUp } = keysApi();
    await stepUp();
    await call("POST", "/{key_id}/rotate", rotate);
    await stepUp();
    await call("POST", "/{key_id}/rotate", { body: {}, keyId: KEY_ID });
    expect((await call("POST", "/{key_id}/rotate", rotate)).body.code).toBe("conflict");
    expect(ports.apiKeys.rows.get(KEY_ID)?.version).toBe(3);
  });

  it("at the same time rotates once", async () => {
    const { call, ports, stepUp } = keysApi();
    await stepUp();
    const answers = await Promise.all([1, 2].map(() => call("POST", "/{key_id}/rotate", rotate)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(answers.map((answer) => answer.body.key)).size).toBe(1);
    expect(ports.apiKeys.rows.get(KEY_ID)?.version).toBe(2);
  });
});
