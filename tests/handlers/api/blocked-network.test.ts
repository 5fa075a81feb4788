/** Callers whose network is blocked, at the endpoints that can see it. */
import { describe, expect, it } from "@jest/globals";
import { memorySession } from "../../../local/memory/user-pool.js";
import { auditEvent } from "../../../shared/domain/audit-event.js";
import { networksOf } from "../../../shared/domain/blocked-source.js";
import { callerFrom } from "../../../shared/domain/caller.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { NOW, SUB } from "../../support/people.js";

const blocking = async (value: string) => {
  const api = authApi({
    signIn: { kind: "session", session: memorySession("usr_ada") },
    signUp: { kind: "created", sub: SUB, confirmed: false },
  });
  const event = auditEvent("source.blocked", { subject: "source", key: "1", at: new Date(NOW) });
  await api.ports.blockedSources.block(
    { kind: "network", value },
    new Date(Date.parse(NOW) + 3_600_000),
    event,
  );
  return api;
};

describe("a blocked network", () => {
  it.each([
    ["203.0.113.0/24", "203.0.113.10"],
    ["203.0.0.0/16", "203.0.113.10"],
    ["203.0.113.10", "203.0.113.10"],
    ["2001:db8:7::/48", "2001:db8:7:1::1"],
    ["2001:db8:7:1::/64", "2001:db8:7:1:ffff::1"],
  ])("%s signs nobody in from %s, in the words of a wrong password", async (value, sourceIp) => {
    const { call, ports } = await blocking(value);
    const wrong = await authApi().call(jsonEvent(ROUTES.signIn, credentials, { sourceIp }));
    expect(await call(jsonEvent(ROUTES.signIn, credentials, { sourceIp }))).toEqual(wrong);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "signin.failed",
      details: { reason: "network_blocked", sourceIp },
    });
  });

  it("signs nobody up", async () => {
    const { call, ports } = await blocking("203.0.113.0/24");
    const answer = await call(jsonEvent(ROUTES.signUp, credentials));
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([403, "sign_up_refused"]);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "signup.refused",
      details: { reason: "network_blocked" },
    });
  });

  it("leaves its neighbours alone", async () => {
    const { call } = await blocking("203.0.113.0/24");
    const sourceIp = "203.0.114.10";
    expect((await call(jsonEvent(ROUTES.signIn, credentials, { sourceIp }))).statusCode).toBe(200);
    expect((await call(jsonEvent(ROUTES.signUp, credentials, { sourceIp }))).statusCode).toBe(202);
  });
});

it("an endpoint that cannot look the network up lets nobody in", async () => {
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
