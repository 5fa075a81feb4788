import { describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import type { Ports } from "../../shared/ports/index.js";
import { authApi, credentials, ROUTES } from "../support/auth-api.js";
import { FROM_SITE } from "../support/browser-client.js";
import { browserIdOf, givenBrowserSession } from "../support/browser-sessions.js";
import { blabbing, CANARY, errorText, leaksOf, saidBy, TOKEN } from "../support/canary.js";
import { authorizerEvent, httpEvent, jsonEvent } from "../support/http-events.js";
import { givenSession } from "../support/session-tokens.js";
import { principalOf, profileOf } from "../support/users.js";

const blabbingPool = (ports: MemoryPorts): Ports["userPool"] => ({
  ...ports.userPool,
  signIn: (email, password) => blabbing(email, password),
  signUp: (input) => blabbing(input.email, input.password),
  confirmSignUp: blabbing,
  resendCode: blabbing,
  refresh: blabbing,
  endSessions: blabbing,
  revoke: blabbing,
});
const failing = new AuthError("temporarily_unavailable", { cause: new Error(CANARY) });

describe("a secret at the endpoints", () => {
  const cookies = [`__Host-Http-session=${TOKEN}`];
  const headers = FROM_SITE;
  const authorization = `Bearer ${TOKEN}`;
  const requests: [string, Parameters<ReturnType<typeof authApi>["call"]>[0], string][] = [
    [
      "a password at sign-in",
      jsonEvent(ROUTES.signIn, { email: "ada@example.com", password: CANARY }),
      CANARY,
    ],
    [
      "a password typed as the address",
      jsonEvent(ROUTES.signIn, { email: CANARY, password: CANARY }),
      CANARY,
    ],
    [
      "a password that looks like an address",
      jsonEvent(ROUTES.signIn, { email: "c4nary-pass@word.example", password: "x" }),
      "c4nary-pass@word.example",
    ],
    [
      "a password at sign-up",
      jsonEvent(ROUTES.signUp, { email: "ada@example.com", password: CANARY }),
      CANARY,
    ],
    [
      "a password in a broken body",
      httpEvent(ROUTES.signIn, { body: `{"password":${JSON.stringify(CANARY)}` }),
      CANARY,
    ],
    ["a password in a body of no JSON", httpEvent(ROUTES.signUp, { body: CANARY }), CANARY],
    ["a password under another name", jsonEvent(ROUTES.signIn, { [CANARY]: 1, passwort: CANARY }), CANARY],
    ["a code", jsonEvent(ROUTES.confirm, { ...credentials, code: "9182736450" }), "9182736450"],
    ["a refresh token", jsonEvent(ROUTES.refresh, { refresh_token: TOKEN }), TOKEN],
    ["a refresh token at sign-out", jsonEvent(ROUTES.signOut, { refresh_token: TOKEN }), TOKEN],
    ["the cookie of a session", jsonEvent(ROUTES.refresh, {}, { cookies, headers }), TOKEN],
    ["the cookie of a session at sign-out", jsonEvent(ROUTES.signOut, {}, { cookies, headers }), TOKEN],
    ["the cookie of a session from another site", jsonEvent(ROUTES.refresh, {}, { cookies }), TOKEN],
    ["an access token at sign-out", jsonEvent(ROUTES.signOut, {}, { headers: { authorization } }), TOKEN],
    ["a token as a route", httpEvent(`GET /api/${TOKEN}`), TOKEN],
  ];
  const stages: [string, (ports: MemoryPorts) => Partial<Ports>][] = [
    ["when it is refused", () => ({})],
    ["when the pool blabs", (ports) => ({ userPool: blabbingPool(ports) })],
    [
      "when the pool fails",
      (ports) => ({ userPool: { ...ports.userPool, signIn: () => Promise.reject(failing) } }),
    ],
    ["when pseudonyms blab", () => ({ pseudonyms: { of: blabbing } })],
    ["when the verifier blabs", () => ({ tokens: { verify: blabbing } })],
    [
      "when the throttle blabs",
      () => ({ throttle: { take: (_, key) => blabbing(key), refund: async () => undefined } }),
    ],
  ];

  describe.each(stages)("%s", (_, prepare) => {
    it.each(requests)("%s stays where it was", async (_name, request, secret) => {
      const { ports } = authApi();
      const { ports: used, call } = authApi({ tokens: { [TOKEN]: principalOf() } }, prepare(ports));
      const answer = await call(request);
      expect(answer.statusCode).toBeGreaterThanOrEqual(200);
      expect(leaksOf(secret, saidBy(used, JSON.stringify(answer)))).toEqual([]);
    });

    it.each([ROUTES.refresh, ROUTES.signOut])(
      "the id of a browser's session at %s stays where it was",
      async (route) => {
        const { ports } = authApi();
        const { ports: used, call } = authApi({}, prepare(ports));
        const cookie = await givenBrowserSession(used);
        const answer = await call(jsonEvent(route, {}, { cookies: [cookie], headers }));
        expect(answer.statusCode).toBeGreaterThanOrEqual(200);
        expect(leaksOf(browserIdOf("ada"), saidBy(used, JSON.stringify(answer)))).toEqual([]);
      },
    );

    it.each([ROUTES.refresh, ROUTES.signOut])(
      "the refresh token of a session at %s stays where it was",
      async (route) => {
        const { ports } = authApi();
        const { ports: used, call } = authApi({}, prepare(ports));
        const { pseudonyms } = ports;
        const token = await givenSession({ pseudonyms, sessions: used.sessions }, TOKEN);
        const answer = await call(jsonEvent(route, { refresh_token: token }));
        expect(answer.statusCode).toBeGreaterThanOrEqual(200);
        expect(leaksOf(TOKEN, saidBy(used, JSON.stringify(answer)))).toEqual([]);
      },
    );
  });
});

describe("a token at the authorizer", () => {
  const overrides: [string, Partial<Ports>][] = [
    ["is refused", {}],
    ["makes the verifier throw it back", { tokens: { verify: blabbing } }],
    ["meets a key set that is down", { tokens: { verify: () => Promise.reject(failing) } }],
  ];
  it.each(overrides)("that %s stays where it was", async (_, change) => {
    const ports = memoryPorts({ profiles: [profileOf()] });
    const headers = { authorization: `Bearer ${TOKEN}`, "x-account-id": "acc-1" };
    const outcome = await authorizer({ ...ports, ...change })(authorizerEvent({ headers })).then(
      JSON.stringify,
      errorText,
    );
    expect(leaksOf(TOKEN, saidBy(ports, outcome))).toEqual([]);
  });
});

it("the search for leaks finds each disguise", () => {
  const disguises = [
    CANARY,
    Buffer.from(`user:${CANARY}`).toString("base64"),
    Buffer.from(`x ${CANARY}`).toString("base64url"),
    Buffer.from(CANARY).toString("hex"),
    encodeURIComponent(CANARY),
    new URLSearchParams({ a: CANARY }).toString(),
    JSON.stringify({ a: CANARY }),
    JSON.stringify(JSON.stringify({ a: CANARY })),
  ];
  expect(disguises.filter((text) => leaksOf(CANARY, text).length === 0)).toEqual([]);
});
