import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { memoryCiphertext } from "../../../shared/memory/deliveries.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import type { Ports } from "../../../shared/ports/index.js";
import { blabbing, CANARY, errorText, leaksOf, saidBy } from "../../support/canary.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";

const POOL = "us-east-1_Example01";
const sample = (name: string, change: SampleChange = {}) =>
  sampleEvent(`custom-email-sender/${name}`, change);
const later = thrownWords("temporarily_unavailable");
const never = thrownWords("invalid_request");

type Failure = {
  readonly event?: string;
  readonly change?: SampleChange;
  readonly ports?: (ports: MemoryPorts) => Partial<Ports>;
  readonly reason: string;
  readonly words: string;
};

const unavailable = () => Promise.reject(new AuthError("temporarily_unavailable"));
const failures: [string, Failure][] = [
  [
    "whose code was encrypted for another pool",
    {
      change: { request: { code: memoryCiphertext("us-east-1_Another0", "1") } },
      reason: "email/sign_up/undecryptable",
      words: never,
    },
  ],
  [
    "whose code is no ciphertext",
    { change: { request: { code: "123456" } }, reason: "email/sign_up/undecryptable", words: never },
  ],
  ["without a code", { change: { request: { code: null } }, reason: "email/sign_up/no_code", words: never }],
  [
    "to a user without an address",
    {
      change: { request: { userAttributes: { email: "" } } },
      reason: "email/sign_up/no_destination",
      words: never,
    },
  ],
  [
    "while the key cannot be reached",
    {
      ports: ({ codes }) => {
        codes.broken = true;
        return {};
      },
      reason: "email/sign_up/key_unavailable",
      words: later,
    },
  ],
  [
    "that the mail service refuses",
    {
      ports: () => ({ messenger: { send: unavailable } }),
      reason: "email/sign_up/not_taken",
      words: later,
    },
  ],
  [
    "about an attack, while the directory cannot be read",
    {
      event: "account-take-over-notification",
      ports: ({ directory }) => {
        directory.broken = true;
        return {};
      },
      reason: "email/suspicious_sign_in/directory_unavailable",
      words: later,
    },
  ],
];

describe.each(failures)("a message %s", (_, { event = "sign-up", change, ports: prepare, reason, words }) => {
  const fail = async (times: number) => {
    const ports = memoryPorts();
    const changed = { ...ports, ...prepare?.(ports) };
    const thrown: Error[] = [];
    for (let delivery = 0; delivery < times; delivery += 1)
      thrown.push(await rejectionOf(TRIGGERS["custom-email-sender"](changed)(sample(event, change))));
    return { ports, thrown };
  };

  it("fails the invocation, so that Lambda records it, and counts the failure", async () => {
    const { ports, thrown } = await fail(1);
    expect(thrown.map(({ message }) => message)).toEqual([words]);
    expect(ports.messenger.sent).toEqual([]);
    expect(ports.metrics.counted).toContain("message_failed");
  });

  it("leaves an audit event with the reason, without the address", async () => {
    const { ports } = await fail(1);
    expect(ports.audit.events).toMatchObject([{ type: "message.failed", details: { reason } }]);
    expect(JSON.stringify(ports.audit.events)).not.toContain("grace@example.com");
  });

  it("also fails if the audit table is down", async () => {
    const ports = memoryPorts();
    const changed = { ...ports, ...prepare?.(ports) };
    ports.audit.broken = true;
    const thrown = await rejectionOf(TRIGGERS["custom-email-sender"](changed)(sample(event, change)));
    expect(thrown.message).toBe(words);
  });
});

it("leaves one event for one message, also after retries", async () => {
  const ports = memoryPorts();
  ports.messenger.broken = true;
  for (let delivery = 0; delivery < 3; delivery += 1) {
    await rejectionOf(TRIGGERS["custom-email-sender"](ports)(sample("sign-up")));
    ports.clock.advance(60_000);
  }
  expect(ports.audit.events).toHaveLength(1);
});

describe("codes and passwords", () => {
  const code = memoryCiphertext(POOL, CANARY);
  const say = async (name: string, prepare: (ports: MemoryPorts) => Partial<Ports>) => {
    const ports = memoryPorts();
    const outcome = await TRIGGERS["custom-email-sender"]({ ...ports, ...prepare(ports) })(
      sample(name, { request: { code } }),
    ).then(({ response }) => JSON.stringify(response), errorText);
    return saidBy(ports, outcome);
  };

  it.each([
    ["when the message is sent", () => ({})],
    ["when the mail service throws them back", () => ({ messenger: { send: () => blabbing(CANARY, code) } })],
    ["when the decrypter throws them back", () => ({ codes: { decrypt: () => blabbing(CANARY, code) } })],
    [
      "when the guard table throws",
      ({ deliveries }: MemoryPorts) => ({
        deliveries: { ...deliveries, begin: () => blabbing(CANARY, code) },
      }),
    ],
    ["when the keyed hash throws them back", () => ({ pseudonyms: { of: () => blabbing(CANARY, code) } })],
  ])("are not in any log line, event, metric or error %s", async (_, prepare) => {
    for (const name of ["sign-up", "admin-create-user"]) {
      const said = await say(name, prepare);
      expect(leaksOf(CANARY, said)).toEqual([]);
      expect(said).not.toContain(code);
    }
  });
});
