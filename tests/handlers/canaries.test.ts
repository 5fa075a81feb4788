import { afterEach, describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { type MemoryPorts, memoryPorts } from "../../local/memory/ports.js";
import { httpLegacySystem } from "../../shared/adapters/http-legacy-system.js";
import { AuthError } from "../../shared/domain/errors.js";
import type { LegacySystem, Ports } from "../../shared/ports.js";
import { authApi, ROUTES } from "../support/auth-api.js";
import { errorText, leaksOf } from "../support/canary.js";
import { authorizerEvent, httpEvent, jsonEvent } from "../support/http-events.js";
import { startServer, type TestServer } from "../support/http-server.js";
import { ada, principalOf, profileOf } from "../support/people.js";
import { sampleEvent } from "../support/sample-event.js";
import { TRIGGER_NAMES, TRIGGERS } from "../support/triggers.js";

/** Of letters that every encoding changes: quotes, a slash, a space and one beyond ASCII. */
const CANARY = 'c4nary "pâss/wörd" \\ +&=1!';
const TOKEN = "c4nary-eyJhbGciOiJub25lIn0.tok3n.s1gnature";

/** A dependency that repeats everything that it was given in the error that it throws, with a fake frame. */
const blabbing = (...words: string[]) => {
  const text = words.join(" ");
  return Promise.reject(new TypeError(`failed for ${text}\n    at ${text} (/var/task/index.js:1:1)`));
};
const blabbingPool = (ports: MemoryPorts): Ports["userPool"] => ({
  ...ports.userPool,
  signIn: blabbing,
  signUp: (input) => blabbing(input.email, input.password),
  confirmSignUp: blabbing,
  resendCode: blabbing,
  refresh: blabbing,
  signOutEverywhere: blabbing,
  revoke: blabbing,
});
const failing = new AuthError("temporarily_unavailable", { cause: new Error(CANARY) });

const saidBy = (ports: MemoryPorts, ...more: string[]): string =>
  [ports.logger.dump(), JSON.stringify(ports.audit.events), ports.metrics.counted.join(), ...more].join("\n");

describe("a password at a migration", () => {
  const servers: TestServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const event = (change = {}) => sampleEvent("user-migration/sign-in", { request: { password: CANARY }, ...change });
  const migrate = async (prepare: (ports: MemoryPorts) => Partial<Ports> | undefined, sent = event()) => {
    const ports = memoryPorts({ legacyUsers: [{ ...ada, password: CANARY }] });
    const overrides = prepare(ports);
    const outcome = await TRIGGERS["user-migration"]({ ...ports, ...overrides })(sent).then(
      ({ response }) => JSON.stringify(response),
      errorText,
    );
    return saidBy(ports, outcome);
  };
  const legacyAs = (legacy: Partial<LegacySystem>) => (ports: MemoryPorts) => ({ legacy: { ...ports.legacy, ...legacy } });
  const set = (change: (ports: MemoryPorts) => void) => (ports: MemoryPorts) => {
    change(ports);
    return undefined;
  };

  const paths: [string, () => Promise<string>][] = [
    ["that succeeds", () => migrate(() => undefined)],
    ["that is refused", () => migrate(legacyAs({ verify: async () => ({ kind: "refused" }) }))],
    ["that meets an outage", () => migrate(legacyAs({ verify: async () => ({ kind: "unavailable", reason: "timeout" }) }))],
    ["whose legacy system throws it back", () => migrate(legacyAs({ verify: blabbing }))],
    ["whose throttle throws", () => migrate(() => ({ throttle: { take: () => blabbing(CANARY), giveBack: async () => undefined } }))],
    ["without a directory", () => migrate(set((ports) => { ports.directory.broken = true; }))],
    ["without an audit table", () => migrate(set((ports) => { ports.audit.broken = true; }))],
    ["of a foreign pool", () => migrate(() => ({ pools: { allows: async () => false } }))],
    ["with a malformed event", () => migrate(() => undefined, event({ userName: 7 }))],
    ["of an unknown source", async () => (await migrate(() => undefined, event({ triggerSource: "New_Source" }))).replace(CANARY, "")],
    ["with the password as the name", () => migrate(() => undefined, event({ userName: CANARY }))],
  ];
  it.each(paths)("%s stays where it was", async (_, run) => {
    expect(leaksOf(CANARY, await run())).toEqual([]);
  });

  it("that the legacy system repeats in pages, redirects and errors stays there", async () => {
    for (const status of [200, 302, 400, 500]) {
      const server = await startServer(({ body }, response) => {
        response.writeHead(status, status === 302 ? { location: `/?${encodeURIComponent(body)}` } : {});
        response.end(`<html>${body}</html>`);
      });
      servers.push(server);
      const settings = { url: server.url, secret: "name", deadlineMs: 1_000 };
      const said = await migrate((ports) => ({ legacy: httpLegacySystem(settings, ports.secrets) }));
      expect(server.seen[0]?.body).toContain("c4nary");
      expect(leaksOf(CANARY, said)).toEqual([]);
    }
  });
});

describe("a secret at the endpoints", () => {
  const cookies = [`__Host-refresh=${TOKEN}`];
  const authorization = `Bearer ${TOKEN}`;
  const requests: [string, Parameters<ReturnType<typeof authApi>["call"]>[0], string][] = [
    ["a password at sign-in", jsonEvent(ROUTES.signIn, { email: "ada@example.com", password: CANARY }), CANARY],
    ["a password typed as the address", jsonEvent(ROUTES.signIn, { email: CANARY, password: CANARY }), CANARY],
    ["a password that looks like an address", jsonEvent(ROUTES.signIn, { email: "c4nary-pass@word.example", password: "x" }), "c4nary-pass@word.example"],
    ["a password at sign-up", jsonEvent(ROUTES.signUp, { email: "ada@example.com", password: CANARY }), CANARY],
    ["a password in a broken body", httpEvent(ROUTES.signIn, { body: `{"password":${JSON.stringify(CANARY)}` }), CANARY],
    ["a password in a body of no JSON", httpEvent(ROUTES.signUp, { body: CANARY }), CANARY],
    ["a password under another name", jsonEvent(ROUTES.signIn, { [CANARY]: 1, passwort: CANARY }), CANARY],
    ["a code", jsonEvent(ROUTES.confirm, { email: "ada@example.com", code: "9182736450" }), "9182736450"],
    ["a refresh token", httpEvent(ROUTES.refresh, { cookies }), TOKEN],
    ["an access token at sign-out", httpEvent(ROUTES.signOut, { cookies, headers: { authorization } }), TOKEN],
    ["a token as a route", httpEvent(`GET /api/${TOKEN}`), TOKEN],
  ];
  const stages: [string, (ports: MemoryPorts) => Partial<Ports>][] = [
    ["when it is refused", () => ({})],
    ["when the pool blabs", (ports) => ({ userPool: blabbingPool(ports) })],
    ["when the pool fails", (ports) => ({ userPool: { ...ports.userPool, signIn: () => Promise.reject(failing) } })],
    ["when pseudonyms blab", () => ({ pseudonyms: { of: blabbing } })],
    ["when the verifier blabs", () => ({ tokens: { verify: blabbing } })],
    ["when the throttle blabs", () => ({ throttle: { take: (_, key) => blabbing(key), giveBack: async () => undefined } })],
  ];

  describe.each(stages)("%s", (_, prepare) => {
    it.each(requests)("%s stays where it was", async (_name, request, secret) => {
      const { ports } = authApi();
      const { ports: used, call } = authApi({ tokens: { [TOKEN]: principalOf() } }, prepare(ports));
      const answer = await call(request);
      expect(answer.statusCode).toBeGreaterThanOrEqual(200);
      expect(leaksOf(secret, saidBy(used, JSON.stringify(answer)))).toEqual([]);
    });
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
    const outcome = await authorizer({ ...ports, ...change })(authorizerEvent({ headers })).then(JSON.stringify, errorText);
    expect(leaksOf(TOKEN, saidBy(ports, outcome))).toEqual([]);
  });
});

it.each(TRIGGER_NAMES)("%s repeats nothing of an event that it cannot read", async (trigger) => {
  const ports = memoryPorts();
  const event = { triggerSource: CANARY, userPoolId: CANARY, request: { password: CANARY }, response: {} };
  await TRIGGERS[trigger](ports)(event as never);
  expect(leaksOf(CANARY, saidBy(ports))).toEqual([]);
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
