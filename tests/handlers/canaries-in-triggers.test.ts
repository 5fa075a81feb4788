import { afterEach, describe, expect, it } from "@jest/globals";
import { startServer, type TestServer } from "../../packages/local-aws/tests/support/http-server.js";
import { httpLegacySystem } from "../../shared/adapters/legacy/http-system.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import type { LegacySystem, Ports } from "../../shared/ports/index.js";
import { blabbing, CANARY, errorText, leaksOf, saidBy } from "../support/canary.js";
import { openSampleChallenge } from "../support/challenge-story.js";
import { sampleEvent } from "../support/sample-event.js";
import { TRIGGER_NAMES, TRIGGERS } from "../support/triggers.js";
import { ada, profileOf } from "../support/users.js";

describe("a password at a migration", () => {
  const servers: TestServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const event = (change = {}) =>
    sampleEvent("user-migration/sign-in", { request: { password: CANARY }, ...change });
  const migrate = async (prepare: (ports: MemoryPorts) => Partial<Ports> | undefined, sent = event()) => {
    const ports = memoryPorts({ legacyUsers: [{ ...ada, password: CANARY }] });
    const overrides = prepare(ports);
    const outcome = await TRIGGERS["user-migration"]({ ...ports, ...overrides })(sent).then(
      ({ response }) => JSON.stringify(response),
      errorText,
    );
    return saidBy(ports, outcome);
  };
  const legacyAs = (legacy: Partial<LegacySystem>) => (ports: MemoryPorts) => ({
    legacy: { ...ports.legacy, ...legacy },
  });
  const set = (change: (ports: MemoryPorts) => void) => (ports: MemoryPorts) => {
    change(ports);
    return undefined;
  };

  const paths: [string, () => Promise<string>][] = [
    ["that succeeds", () => migrate(() => undefined)],
    ["that is refused", () => migrate(legacyAs({ verify: async () => ({ kind: "refused" }) }))],
    [
      "that meets an outage",
      () => migrate(legacyAs({ verify: async () => ({ kind: "unavailable", reason: "timeout" }) })),
    ],
    [
      "whose legacy system throws it back",
      () => migrate(legacyAs({ verify: (name, password) => blabbing(name, password) })),
    ],
    [
      "whose throttle throws",
      () => migrate(() => ({ throttle: { take: () => blabbing(CANARY), refund: async () => undefined } })),
    ],
    [
      "without a directory",
      () =>
        migrate(
          set((ports) => {
            ports.directory.broken = true;
          }),
        ),
    ],
    [
      "without an audit table",
      () =>
        migrate(
          set((ports) => {
            ports.audit.broken = true;
          }),
        ),
    ],
    ["of a foreign pool", () => migrate(() => ({ pools: { allows: async () => false } }))],
    ["with a malformed event", () => migrate(() => undefined, event({ userName: 7 }))],
    ["of an unknown source", () => migrate(() => undefined, event({ triggerSource: "New_Source" }))],
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
      const said = await migrate((ports) => ({
        legacy: httpLegacySystem(settings, ports),
      }));
      expect(server.seen[0]?.body).toContain("c4nary");
      expect(leaksOf(CANARY, said)).toEqual([]);
    }
  });
});

it.each(TRIGGER_NAMES)("%s repeats nothing of an event that it cannot read", async (trigger) => {
  const ports = memoryPorts();
  const event = { triggerSource: CANARY, userPoolId: CANARY, request: { password: CANARY }, response: {} };
  await TRIGGERS[trigger](ports)(event as never);
  expect(leaksOf(CANARY, saidBy(ports))).toEqual([]);
});

describe("an answer to a challenge", () => {
  const events = ["choice-of-a-code", "code", "link", "ticket"].map(
    (name) => `verify-auth-challenge-response/${name}`,
  );
  const stages: [string, (ports: MemoryPorts) => Partial<Ports>][] = [
    ["that is wrong", () => ({})],
    [
      "that the challenge key throws back",
      ({ challengeKey }) => ({
        challengeKey: { ...challengeKey, hash: blabbing, readMagicLinkToken: blabbing },
      }),
    ],
    [
      "that the challenges throw back",
      ({ challenges }) => ({
        challenges: { ...challenges, answer: (reference, { answer }) => blabbing(reference, answer, CANARY) },
      }),
    ],
    [
      "that the tickets throw back",
      ({ tickets }) => ({ tickets: { ...tickets, consume: () => blabbing(CANARY) } }),
    ],
  ];
  it.each(stages)("%s stays where it was", async (_, prepare) => {
    for (const name of events) {
      const ports = memoryPorts({ profiles: [profileOf()] });
      await openSampleChallenge(ports);
      const event = sampleEvent(name, { request: { challengeAnswer: CANARY } });
      const outcome = await TRIGGERS["verify-auth-challenge-response"]({ ...ports, ...prepare(ports) })(
        event,
      ).then(({ response }) => JSON.stringify(response), errorText);
      expect(leaksOf(CANARY, saidBy(ports, outcome))).toEqual([]);
    }
  });

  it("and a code that the mail system throws back stay where they were", async () => {
    const ports = memoryPorts({ profiles: [profileOf()] });
    await openSampleChallenge(ports);
    const messenger = { send: (mail: object) => blabbing(JSON.stringify(mail)) };
    const event = sampleEvent("create-auth-challenge/code");
    const { response } = await TRIGGERS["create-auth-challenge"]({ ...ports, messenger })(event);
    const code = await ports.challengeKey.code("chl_0123456789abcdef0123456789abcdef");
    expect(leaksOf(code, saidBy(ports, JSON.stringify(response)))).toEqual([]);
    expect(ports.metrics.counted).toContain("challenge_undelivered");
  });
});
