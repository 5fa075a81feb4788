/** Callers on a blocked network, at the endpoints that know the caller's network. */
import { describe, expect, it } from "@jest/globals";
import { auditEvent } from "../../../shared/domain/audit/audit-event.js";
import { networksOf } from "../../../shared/domain/blocked-source.js";
import { callerFrom } from "../../../shared/domain/caller.js";
import type { MemoryPorts } from "../../../shared/memory/ports.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { authApi, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { NOW, SUB } from "../../support/users.js";

const refused = { type: "signup.refused", details: { reason: "network_blocked" } };

const block = async ({ blockedSources }: MemoryPorts, value: string) => {
  const event = auditEvent("source.blocked", { subject: "source", key: "1", at: new Date(NOW) });
  await blockedSources.block({ kind: "network", value }, new Date(Date.parse(NOW) + 3_600_000), event);
};

const blocking = async (value: string) => {
  const api = authApi({
    signIn: { kind: "session", session: memorySession("usr_ada") },
    signUp: { kind: "created", sub: SUB, confirmed: false },
  });
  await block(api.ports, value);
  return api;
};

describe("a blocked network", () => {
  it.each([
    ["203.0.113.0/24", "203.0.113.10"],
    ["203.0.0.0/16", "203.0.113.10"],
    ["203.0.113.10", "203.0.113.10"],
    ["2001:db8:7::/48", "2001:db8:7:1::1"],
    ["2001:db8:7:1::/64", "2001:db8:7:1:ffff::1"],
  ])("%s refuses sign-ins from %s like a wrong password", async (value, sourceIp) => {
    const { call, ports } = await blocking(value);
    const wrong = await authApi().call(jsonEvent(ROUTES.signIn, credentials, { sourceIp }));
    expect(await call(jsonEvent(ROUTES.signIn, credentials, { sourceIp }))).toEqual(wrong);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "signin.failed",
      details: { reason: "network_blocked", sourceIp },
    });
  });

  it("refuses sign-ins while the legacy system is down, with the same error as a wrong password then", async () => {
    const { call, ports } = await blocking("203.0.113.0/24");
    const wrong = authApi();
    for (const each of [ports, wrong.ports]) await each.outages.report("legacy");
    const answer = await call(jsonEvent(ROUTES.signIn, credentials));
    expect(answer.statusCode).toBe(503);
    expect(answer).toEqual(await wrong.call(jsonEvent(ROUTES.signIn, credentials)));
    expect(ports.audit.events.at(-1)).toMatchObject({ details: { reason: "network_blocked" } });
  });

  it.each([credentials, { ...credentials, password: "weak" }, { ...credentials, email: "no address" }])(
    "creates no user, and answers %p as for all callers",
    async (body) => {
      const { call, ports } = await blocking("203.0.113.0/24");
      const event = jsonEvent(ROUTES.signUp, body);
      const signUp = body.password === "weak" ? "weak_password" : "exists";
      expect(await call(event)).toEqual(await authApi({ signUp: { kind: signUp } }).call(event));
      expect(ports.directory.profiles.size).toBe(0);
    },
  );

  it("that signs up leaves an event, and the owner of the address gets no mail", async () => {
    const { call, ports } = await blocking("203.0.113.0/24");
    await call(jsonEvent(ROUTES.signUp, credentials));
    expect(ports.audit.events.slice(1)).toMatchObject([
      { type: "signup.refused", details: { reason: "network_blocked", sourceIp: "203.0.113.10" } },
    ]);
    expect(ports.messenger.sent).toEqual([]);
  });

  it("confirms no user, with the error of a wrong code", async () => {
    const { call, ports } = await blocking("203.0.113.0/24");
    const body = { ...credentials, code: "123456" };
    const wrong = await authApi().call(jsonEvent(ROUTES.confirm, { ...body, code: "000000" }));
    expect(await call(jsonEvent(ROUTES.confirm, body))).toEqual(wrong);
    expect(ports.audit.events.at(-1)).toMatchObject(refused);
  });

  it("gets the usual answer to a request for another confirmation code, but no code", async () => {
    const { call, ports } = await blocking("203.0.113.0/24");
    const event = jsonEvent(ROUTES.resend, { email: credentials.email });
    expect(await call(event)).toEqual(await authApi().call(event));
    expect(ports.userPool.resent).toEqual([]);
    expect(ports.audit.events.at(-1)).toMatchObject(refused);
  });

  it("does not block neighbouring networks", async () => {
    const { call } = await blocking("203.0.113.0/24");
    const sourceIp = "203.0.114.10";
    expect((await call(jsonEvent(ROUTES.signIn, credentials, { sourceIp }))).statusCode).toBe(200);
    expect((await call(jsonEvent(ROUTES.signUp, credentials, { sourceIp }))).statusCode).toBe(202);
  });
});

it("an endpoint that cannot look up the network refuses every sign-in", async () => {
  const { call, ports } = await blocking("203.0.113.0/24");
  ports.blockedSources.broken = true;
  expect((await call(jsonEvent(ROUTES.signIn, credentials))).statusCode).toBe(503);
  expect(ports.audit.events.at(-1)).toMatchObject({
    type: "signin.failed",
    details: { reason: "temporarily_unavailable" },
  });
});

it.each([
  ["203.0.113.10", ["203.0.113.10", "203.0.113.0/24", "203.0.0.0/16"]],
  ["2001:DB8::1", ["2001:db8:0:0::/64", "2001:db8:0::/48"]],
])("the networks around %s are named in one way", (sourceIp, networks) => {
  expect(networksOf(callerFrom({ requestId: "r", sourceIp }).network)).toEqual(networks);
});
