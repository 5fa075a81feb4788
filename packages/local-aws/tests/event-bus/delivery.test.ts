import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { DeclaredRule, InvokeResult, QueueMessage } from "../../src/event-bus/index.js";
import { arnOf, type BusFixture, busFixture, closeFixtures } from "./bus-fixture.js";
import { type ManualTimers, manualTimers } from "./manual-timers.js";

afterEach(closeFixtures);

const FUNCTION = arnOf.function("detect");
const DEAD = arnOf.queue("dead");
const ok: InvokeResult = { statusCode: 200, payload: "null" };

interface Scene extends BusFixture {
  readonly timers: ManualTimers;
  readonly calls: { functionArn: string; event: unknown; at: number }[];
  put(detail?: object): Promise<void>;
}

/** A bus with one function behind a rule; `answers` are its results, the last one for ever. */
const scene = async (
  answers: (InvokeResult | Error)[],
  target: object = {},
  more: { rules?: DeclaredRule[]; functionFailureQueues?: Record<string, string> } = {},
): Promise<Scene> => {
  const timers = manualTimers();
  const calls: Scene["calls"] = [];
  const rule = {
    name: "detect",
    eventPattern: { source: ["app.x"] },
    targets: [{ Id: "f", Arn: FUNCTION, DeadLetterConfig: { Arn: DEAD }, ...target }],
  };
  const fixture = await busFixture({
    timers,
    ...more,
    rules: [rule, ...(more.rules ?? [])],
    backoffMs: (retries) => 1000 * 2 ** retries,
    invoke: async (functionArn, event) => {
      calls.push({ functionArn, event, at: timers.now() });
      const answer = answers[Math.min(calls.length, answers.length) - 1] ?? ok;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const put = async (detail: object = {}): Promise<void> => {
    const Entries = [{ Source: "app.x", DetailType: "t", Detail: JSON.stringify(detail) }];
    await fixture.client.send(new PutEventsCommand({ Entries }));
  };
  return { ...fixture, timers, calls, put };
};

const deadLetters = ({ bus }: Scene): QueueMessage[] => bus.queues.messages(DEAD);

describe("a function", () => {
  it("receives the event once when it succeeds", async () => {
    const s = await scene([ok]);
    await s.put({ n: 1 });
    await s.bus.idle();
    expect(s.calls).toEqual([
      { functionArn: FUNCTION, event: expect.objectContaining({ detail: { n: 1 } }), at: expect.any(Number) },
    ]);
    expect(s.bus.failures()).toEqual([]);
  });

  it("that cannot take the event yet gets it again, with growing waits", async () => {
    const s = await scene([
      new Error("down"),
      { statusCode: 429, payload: "" },
      { statusCode: 500, payload: "" },
      ok,
    ]);
    await s.put();
    await s.timers.advance(60_000);
    const start = s.calls[0]?.at ?? 0;
    expect(s.calls.map(({ at }) => at - start)).toEqual([0, 1000, 3000, 7000]);
    expect(deadLetters(s)).toEqual([]);
  });

  it("that never takes it loses it to the dead-letter queue after its last attempt", async () => {
    const s = await scene([{ statusCode: 500, payload: "" }], { RetryPolicy: { MaximumRetryAttempts: 2 } });
    await s.put({ n: 7 });
    await s.timers.advance(600_000);
    expect(s.calls).toHaveLength(3);
    const [letter, ...more] = deadLetters(s);
    expect(more).toEqual([]);
    expect(JSON.parse(letter?.body ?? "")).toMatchObject({ source: "app.x", detail: { n: 7 } });
    expect(letter?.attributes).toEqual({
      RULE_ARN: expect.stringMatching(/:rule\/detect$/),
      TARGET_ARN: FUNCTION,
      ERROR_CODE: "ERROR_FROM_TARGET",
      ERROR_MESSAGE: expect.any(String),
      RETRY_ATTEMPTS: "2",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    });
  });

  it("is not tried with an event that would be too old", async () => {
    const s = await scene([{ statusCode: 429, payload: "" }], {
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
    });
    await s.put();
    await s.timers.advance(3_600_000);
    expect(s.calls.map(({ at }) => at - (s.calls[0]?.at ?? 0))).toEqual([
      0, 1000, 3000, 7000, 15_000, 31_000,
    ]);
    expect(deadLetters(s)[0]?.attributes).toMatchObject({
      ERROR_CODE: "THROTTLING",
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
    });
  });

  it.each([
    [404, "NO_RESOURCE"],
    [403, "NO_PERMISSIONS"],
  ])(
    "that answers %i sends the event to the dead-letter queue without a retry: %s",
    async (statusCode, code) => {
      const s = await scene([{ statusCode, payload: "" }]);
      await s.put();
      await s.timers.advance(600_000);
      expect(s.calls).toHaveLength(1);
      expect(deadLetters(s)[0]?.attributes).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: "0" });
      expect(deadLetters(s)[0]?.attributes).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
      expect(s.bus.failures()).toMatchObject([{ errorCode: code, targetArn: FUNCTION }]);
      await s.close();
    },
  );

  it("that throws runs twice more, and then its own failure destination gets the record", async () => {
    const error = { statusCode: 200, functionError: "Unhandled", payload: '{"errorMessage":"boom"}' };
    const functionFailureQueues = { [FUNCTION]: arnOf.queue("failed-runs") };
    const s = await scene([error], {}, { functionFailureQueues });
    await s.put({ n: 1 });
    await s.timers.advance(600_000);
    expect(s.calls).toHaveLength(3);
    expect(deadLetters(s)).toEqual([]);
    const [record] = s.bus.queues.messages("failed-runs");
    expect(JSON.parse(record?.body ?? "")).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { detail: { n: 1 } },
      responseContext: { functionError: "Unhandled" },
      responsePayload: { errorMessage: "boom" },
    });
  });
});

describe("an event", () => {
  const rule = (name: string, targets: DeclaredRule["targets"], over: object = {}): DeclaredRule => ({
    ...{ name, eventPattern: { source: ["app.x"] }, targets, ...over },
  });

  it("reaches every target of every matching rule, and a failing target holds up no other", async () => {
    const targets = [
      { Id: "q", Arn: arnOf.queue("work") },
      { Id: "l", Arn: arnOf.logGroup("/app/all") },
    ];
    const s = await scene([new Error("down")], {}, { rules: [rule("copy", targets)] });
    await s.put({ n: 1 });
    expect(s.bus.queues.messages("work").map(({ body }) => JSON.parse(body).detail)).toEqual([{ n: 1 }]);
    expect(s.bus.logGroups.entries("/app/all")).toHaveLength(1);
    expect(s.bus.events()).toMatchObject([{ rules: ["detect", "copy"] }]);
  });

  it("is forwarded to another bus as it is, but only once", async () => {
    const forward = (Arn: string) => [{ Id: "b", Arn, DeadLetterConfig: { Arn: DEAD } }];
    const buses = ["second", "third"].map((name) => ({ name, arn: arnOf.bus(name) }));
    const timers = manualTimers();
    const rules = [
      rule("one", forward(arnOf.bus("second"))),
      rule("two", [...forward(arnOf.bus("third")), { Id: "q", Arn: arnOf.queue("seen") }], {
        busName: "second",
      }),
      rule("lost", forward(arnOf.bus("nowhere"))),
    ];
    const { bus, client } = await busFixture({ timers, buses, rules });
    await client.send(
      new PutEventsCommand({ Entries: [{ Source: "app.x", DetailType: "t", Detail: "{}" }] }),
    );
    await bus.idle();
    expect(bus.events().map(({ busName }) => busName)).toEqual(["default", "second"]);
    const [first, second] = bus.events();
    expect(second?.event).toEqual(first?.event);
    expect(bus.queues.messages("seen")).toHaveLength(1);
    const codes = bus.queues.messages(DEAD).map(({ attributes }) => attributes.ERROR_CODE);
    expect(codes.sort()).toEqual(["NO_RESOURCE", "THIRD_ACCOUNT_HOP_DETECTED"]);
  });

  it("keeps the message group of a FIFO queue", async () => {
    const target = { Id: "q", Arn: arnOf.queue("work.fifo"), SqsParameters: { MessageGroupId: "g" } };
    const s = await scene([ok], {}, { rules: [rule("copy", [target])] });
    await s.put();
    expect(s.bus.queues.messages("work.fifo")).toMatchObject([{ messageGroupId: "g" }]);
  });
});

it("stops at once, leaving no timer, while events wait for a retry", async () => {
  const s = await scene([new Error("down")]);
  await s.put();
  await s.timers.advance(500);
  expect(s.timers.pending).toBe(1);
  await s.close();
  await s.bus.idle();
  expect(s.timers.pending).toBe(0);
});
