import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent, sampleNames } from "../../support/sample-event.js";
import { TRIGGER_NAMES, TRIGGERS, type TriggerName, type TriggerPorts } from "../../support/triggers.js";
import { ada, profileOf } from "../../support/users.js";

afterEach(() => {
  jest.useRealTimers();
});

const SAMPLE: Record<TriggerName, string> = {
  "custom-email-sender": "custom-email-sender/sign-up",
  "custom-message": "custom-message/sign-up",
  "custom-sms-sender": "custom-sms-sender/sign-up",
  "inbound-federation": "inbound-federation/google",
  "pre-sign-up": "pre-sign-up/sign-up",
  "post-confirmation": "post-confirmation/confirm-sign-up",
  "pre-authentication": "pre-authentication/sign-in",
  "post-authentication": "post-authentication/sign-in",
  "user-migration": "user-migration/sign-in",
  "pre-token-generation": "pre-token-generation/sign-in",
  "define-auth-challenge": "define-auth-challenge/start",
  "create-auth-challenge": "create-auth-challenge/choice",
  "verify-auth-challenge-response": "verify-auth-challenge-response/choice-of-a-code",
};

const hanging = <T extends object>(): T =>
  new Proxy({} as T, { get: () => () => new Promise(() => undefined) });

describe.each(TRIGGER_NAMES)("%s", (trigger) => {
  const sample = () => sampleEvent(SAMPLE[trigger]);

  it("returns an event with an unknown source unchanged", async () => {
    const ports = memoryPorts({ legacyUsers: [ada] });
    const event = sampleEvent(SAMPLE[trigger], { triggerSource: "SomethingNew_NextYear" });

    expect(await TRIGGERS[trigger](ports)(event)).toEqual(event);
    expect(ports.audit.events).toEqual([]);
    expect(ports.directory.profiles.size).toBe(0);
    expect(ports.logger.lines).toEqual([
      {
        level: "warn",
        message: "trigger",
        fields: { source: "unknown", outcome: "passed_through", durationMs: 0 },
      },
    ]);
  });

  it("accepts the name of a source in any casing", async () => {
    const { triggerSource } = sample();
    const answers = await Promise.all(
      [triggerSource, triggerSource.toUpperCase(), triggerSource.toLowerCase()].map(async (source) => {
        const ports = memoryPorts({ legacyUsers: [ada] });
        const { response } = await TRIGGERS[trigger](ports)({ ...sample(), triggerSource: source });
        return { response, recorded: ports.audit.events };
      }),
    );
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  });

  it("refuses the event of a pool that is not allowed, without any effect", async () => {
    const ports = memoryPorts({ legacyUsers: [ada], allowedPools: ["us-east-1_Another0"] });
    const thrown = await rejectionOf(TRIGGERS[trigger](ports)(sample()));

    expect(thrown.message).toBe(thrownWords("forbidden"));
    expect(ports.audit.events).toEqual([]);
    expect(ports.directory.profiles.size).toBe(0);
    expect(ports.legacy.calls).toBe(0);
  });

  it.each([
    ["without a user name", { userName: undefined }],
    ["without a request", { request: undefined }],
    ["whose request is text", { request: "request" }],
    ["without a caller context", { callerContext: undefined }],
    ["whose user name is a number", { userName: 7 }],
  ])("refuses an event %s in public words only", async (_, change) => {
    const ports = memoryPorts({ legacyUsers: [ada] });
    const thrown = await rejectionOf(TRIGGERS[trigger](ports)(sampleEvent(SAMPLE[trigger], change)));

    expect(thrown.message).toBe(thrownWords("invalid_request"));
    expect(thrown.cause).toBeUndefined();
    expect(ports.audit.events).toEqual([]);
  });

  it("accepts unknown fields of an event", async () => {
    const event = sampleEvent(SAMPLE[trigger], { novelty: { a: 1 }, request: { novelty: [1] } });
    const answer = await TRIGGERS[trigger](memoryPorts({ legacyUsers: [ada] }))(event);
    expect(answer).toMatchObject({ novelty: { a: 1 }, request: { novelty: [1] } });
  });

  it("ends before Cognito's five seconds, with an error without details", async () => {
    jest.useFakeTimers();
    const stuck: TriggerPorts = {
      ...memoryPorts(),
      pools: hanging(),
      directory: hanging(),
      legacy: hanging(),
    };
    const outcome = rejectionOf(TRIGGERS[trigger](stuck)(sample()));
    await jest.advanceTimersByTimeAsync(4_600);
    expect((await outcome).message).toBe(thrownWords("temporarily_unavailable"));
    expect(jest.getTimerCount()).toBe(0);
  });

  it("converts an unexpected failure to a message without its text", async () => {
    const boom = () => Promise.reject(new TypeError("ada@example.com broke /var/task/index.js"));
    const ports = { ...memoryPorts(), pools: { allows: boom } };
    const thrown = await rejectionOf(TRIGGERS[trigger](ports)(sample()));

    expect(thrown.message).toBe(thrownWords("internal"));
    expect(`${thrown.stack}`).not.toContain("ada@example.com");
    expect(ports.logger.lines).toMatchObject([
      { level: "error", fields: { outcome: "refused", code: "internal", errorName: "TypeError" } },
    ]);
    expect(ports.logger.dump()).not.toContain("ada@example.com");
    expect(ports.metrics.counted).toContain("trigger_refused");
  });

  it("writes one line an invocation, with fields of a closed list", async () => {
    const ports = memoryPorts({ legacyUsers: [ada], profiles: [profileOf()] });
    await TRIGGERS[trigger](ports)(sample());
    expect(ports.logger.lines).toEqual([
      {
        level: "info",
        message: "trigger",
        fields: { source: sample().triggerSource, outcome: "answered", durationMs: 0 },
      },
    ]);
    expect(ports.metrics.flushes).toBe(1);
  });
});

it("has at least one sample for each trigger", () => {
  expect(TRIGGER_NAMES.filter((trigger) => sampleNames(trigger).length === 0)).toEqual([]);
});
