import { describe, expect, it } from "@jest/globals";
import { keysApi } from "../../support/account-keys-api.js";
import { KEY_ID, KEY_TEXT } from "../../support/api-keys.js";
import { NOW } from "../../support/users.js";

const DAY = 24 * 60 * 60;

describe("issuing a key", () => {
  it("returns its text once, with its scopes and expiry", async () => {
    const { authenticate, issue, list, ports } = keysApi({ apiKeys: [] });
    const { status, body } = await issue({ name: "Nightly export", role: "Manager", expires_in_days: 30 });
    expect([status, body]).toEqual([
      201,
      {
        key: expect.stringMatching(/^idl_test_[0-9A-Za-z]{16}_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$/),
        key_id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
        name: "Nightly export",
        role: "Manager",
        scopes: ["account/read", "account/write"],
        status: "ACTIVE",
        issued_by: "usr_ada",
        issued_at: NOW,
        expires_at: "2025-01-31T00:00:00.000Z",
        previous_until: null,
        last_used_at: null,
      },
    ]);
    expect(await authenticate(body.key)).toMatchObject({ kind: "key", principal: { role: "Manager" } });
    expect(JSON.stringify((await list()).body)).not.toContain(String(body.key));
    expect(ports.audit.events.find(({ type }) => type === "apikey.issued")).toMatchObject({
      subject: `key:${body.key_id}`,
      details: { userId: "usr_ada", keyId: body.key_id, systemAccountId: "acc-1", reason: "Manager" },
    });
  });

  it("gives the lowest role and ninety days by default", async () => {
    const { body } = await keysApi().issue({ name: "Reader" });
    expect(body).toMatchObject({
      role: "Viewer",
      scopes: ["account/read"],
      expires_at: "2025-04-01T00:00:00.000Z",
    });
  });

  it("gives the scopes that were asked for, if the role covers them", async () => {
    const { issue } = keysApi();
    const wish = { name: "Writer", role: "Manager" };
    expect((await issue({ ...wish, scopes: ["account/read"] })).body.scopes).toEqual(["account/read"]);
    expect((await issue({ ...wish, scopes: ["account/admin"] })).body).toMatchObject({
      code: "invalid_request",
      fields: ["scopes"],
    });
  });

  it.each([
    [{}, ["name"]],
    [{ name: "two\nlines" }, ["name"]],
    [{ name: "x", role: "Owner" }, ["role"]],
    [{ name: "x", role: "__proto__" }, ["role"]],
    [{ name: "x", expires_in_days: 0 }, ["expires_in_days"]],
    [{ name: "x", expires_in_days: 367 }, ["expires_in_days"]],
    [{ name: "x", expires_in_days: null }, ["expires_in_days"]],
    [{ name: "x", system_account_id: "acc-2" }, ["body"]],
  ])("with %j is not well formed", async (body, fields) => {
    const { issue, ports } = keysApi();
    const before = ports.apiKeys.rows.size;
    expect(await issue(body)).toMatchObject({ status: 400, body: { code: "invalid_request", fields } });
    expect(ports.apiKeys.rows.size).toBe(before);
  });

  it("needs a separate step-up each time, which an invalid request does not use up", async () => {
    const { call, issue, stepUp } = keysApi();
    const body = { name: "Nightly export" };
    expect((await call("POST", "", { body })).body.code).toBe("step_up_required");
    await stepUp("acc-2");
    expect((await call("POST", "", { body })).body.code).toBe("step_up_required");
    await stepUp();
    expect((await call("POST", "", { body: { ...body, role: "Owner" } })).status).toBe(400);
    expect((await call("POST", "", { body })).status).toBe(201);
    expect((await call("POST", "", { body })).body.code).toBe("step_up_required");
    expect((await issue(body)).status).toBe(201);
  });
});

describe("rotating a key", () => {
  it("keeps both secrets valid for the overlap, then only the new one", async () => {
    const { authenticate, ports, rotate } = keysApi();
    const { status, body } = await rotate({ overlap_seconds: 60, expires_in_days: 30 });
    expect([status, body]).toMatchObject([
      200,
      { key_id: KEY_ID, previous_until: "2025-01-01T00:01:00.000Z", expires_at: "2025-01-31T00:00:00.000Z" },
    ]);
    expect([(await authenticate(KEY_TEXT)).kind, (await authenticate(body.key)).kind]).toEqual([
      "key",
      "key",
    ]);
    ports.clock.advance(60_000);
    expect(await authenticate(KEY_TEXT)).toEqual({ kind: "refused", reason: "key_expired" });
    expect((await authenticate(body.key)).kind).toBe("key");
  });

  it("ends every old secret at once with an overlap of zero, and after a day by default", async () => {
    const { authenticate, rotate } = keysApi();
    const day = await rotate({});
    expect(day.body.previous_until).toBe(new Date((Date.parse(NOW) / 1000 + DAY) * 1000).toISOString());
    const now = await rotate({ overlap_seconds: 0 });
    expect((await authenticate(day.body.key)).kind).toBe("refused");
    expect((await authenticate(KEY_TEXT)).kind).toBe("refused");
    expect((await authenticate(now.body.key)).kind).toBe("key");
  });

  it("again keeps the overlap that the first rotation promised", async () => {
    const { authenticate, ports, rotate } = keysApi();
    const second = await rotate({});
    ports.clock.advance(1_000);
    const third = await rotate({ overlap_seconds: 60 });
    expect(third.body.previous_until).toBe(second.body.previous_until);
    const kinds = async () => {
      const outcomes = await Promise.all(
        [KEY_TEXT, second.body.key, third.body.key].map((text) => authenticate(text)),
      );
      return outcomes.map(({ kind }) => kind);
    };
    expect(await kinds()).toEqual(["key", "key", "key"]);
    ports.clock.advance(60_000);
    expect(await kinds()).toEqual(["key", "refused", "key"]);
    ports.clock.advance(DAY * 1000 - 61_000);
    expect(await kinds()).toEqual(["refused", "refused", "key"]);
  });

  it("is refused while four old secrets are valid, and costs no step-up", async () => {
    const { authenticate, call, rotate, stepUp } = keysApi();
    for (let time = 0; time < 4; time += 1) expect((await rotate({})).status).toBe(200);
    await stepUp();
    const again = (body: object) => call("POST", "/{key_id}/rotate", { body, keyId: KEY_ID });
    expect((await again({})).body.code).toBe("conflict");
    expect((await authenticate(KEY_TEXT)).kind).toBe("key");
    expect((await again({ overlap_seconds: 0 })).status).toBe(200);
    expect((await authenticate(KEY_TEXT)).kind).toBe("refused");
  });

  it("does not bring an expired key back to life", async () => {
    const { call, ports, stepUp } = keysApi();
    ports.clock.advance(90 * DAY * 1000);
    await stepUp();
    const rotate = () => call("POST", "/{key_id}/rotate", { body: {}, keyId: KEY_ID });
    expect((await rotate()).body.code).toBe("not_found");
    expect(ports.apiKeys.rows.get(KEY_ID)?.version).toBe(1);
  });

  it("by two users at the same time gives one new secret; the other request gets a conflict", async () => {
    const { call, ports, stepUp } = keysApi();
    await stepUp();
    const rotated = await ports.apiKeys.find(KEY_ID);
    ports.apiKeys.find = async () => rotated;
    await call("POST", "/{key_id}/rotate", { body: {}, keyId: KEY_ID });
    await stepUp();
    expect((await call("POST", "/{key_id}/rotate", { body: {}, keyId: KEY_ID })).body.code).toBe("conflict");
  });

  it.each([
    ["of another account", "KeyOfStranger001"],
    ["that is not there", "KeyOfNobody00001"],
    ["that can be none", "../META"],
  ])("%s finds nothing, and costs no step-up", async (_, keyId) => {
    const { ports, rotate } = keysApi();
    expect(await rotate({}, keyId)).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["stepup.completed"]);
  });

  it("that was revoked finds nothing", async () => {
    const { revoke, rotate } = keysApi();
    await revoke();
    expect((await rotate({})).body.code).toBe("not_found");
  });

  it.each([{ overlap_seconds: -1 }, { overlap_seconds: 7 * DAY + 1 }, { overlap_seconds: 1.5 }])(
    "with %j is not well formed",
    async (body) => {
      expect((await keysApi().rotate(body)).body.code).toBe("invalid_request");
    },
  );
});

describe("revoking a key", () => {
  it("ends it at once, without a step-up; a repetition has no effect", async () => {
    const { authenticate, list, ports, revoke } = keysApi();
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    expect(await authenticate(KEY_TEXT)).toEqual({ kind: "refused", reason: "key_revoked" });
    expect((await list()).body.items).toEqual([]);
    expect(ports.audit.events.filter(({ type }) => type === "apikey.revoked")).toMatchObject([
      { subject: `key:${KEY_ID}`, details: { userId: "usr_ada" } },
    ]);
  });

  it("ends both secrets of one that was rotated", async () => {
    const { authenticate, revoke, rotate } = keysApi();
    const { body } = await rotate({});
    await revoke();
    expect([(await authenticate(KEY_TEXT)).kind, (await authenticate(body.key)).kind]).toEqual([
      "refused",
      "refused",
    ]);
  });

  it.each(["KeyOfStranger001", "KeyOfNobody00001"])(
    "that does not belong to the account (%s) is not found",
    async (keyId) => {
      const { ports, revoke } = keysApi();
      expect((await revoke(keyId)).body.code).toBe("not_found");
      expect(ports.apiKeys.rows.get("KeyOfStranger001")?.status).toBe("ACTIVE");
    },
  );
});
