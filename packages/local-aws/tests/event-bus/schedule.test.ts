import { DisableRuleCommand, EnableRuleCommand, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, expect, it } from "@jest/globals";
import { ACCOUNT, arnOf, busFixture, closeFixtures, REGION } from "./bus-fixture.js";
import { manualTimers } from "./manual-timers.js";

afterEach(closeFixtures);

const START = "2026-03-01T00:00:00Z"; // a Sunday

const scheduled = async (scheduleExpression: string, state = "ENABLED") => {
  const timers = manualTimers(Date.parse(START));
  const targets = [{ Id: "q", Arn: arnOf.queue("ticks") }];
  const rules = [{ name: "sweep", scheduleExpression, state, targets }];
  return { timers, ...(await busFixture({ timers, rules })) };
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When the rule runs within so many days. */
const runs = async (expression: string, days: number): Promise<string[]> => {
  const { bus, timers, close } = await scheduled(expression);
  await timers.advance(days * DAY);
  await close();
  return bus.queues.messages("ticks").map(({ sentAt }) => new Date(sentAt).toISOString().slice(0, 16));
};

it("sends its targets a scheduled event of EventBridge's own", async () => {
  const { bus, timers, close } = await scheduled("rate(1 hour)");
  await timers.advance(HOUR);
  expect(JSON.parse(bus.queues.messages("ticks")[0]?.body ?? "")).toEqual({
    version: "0",
    id: expect.any(String),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: ACCOUNT,
    time: "2026-03-01T01:00:00Z",
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/sweep`],
    detail: {},
  });
  await close();
  expect(timers.pending).toBe(0);
});

it.each<[string, number, string[]]>([
  ["rate(8 hours)", 1, ["2026-03-01T08:00", "2026-03-01T16:00", "2026-03-02T00:00"]],
  ["rate(1 day)", 2, ["2026-03-02T00:00", "2026-03-03T00:00"]],
  ["cron(0 10 * * ? *)", 2, ["2026-03-01T10:00", "2026-03-02T10:00"]],
  [
    "cron(15,45 6-7 ? * MON *)",
    7,
    ["2026-03-02T06:15", "2026-03-02T06:45", "2026-03-02T07:15", "2026-03-02T07:45"],
  ],
  ["cron(0/30 0 2 MAR ? 2026)", 30, ["2026-03-02T00:00", "2026-03-02T00:30"]],
  ["cron(0 0 L * ? *)", 31, ["2026-03-31T00:00"]],
  ["cron(0 0 LW 5 ? *)", 100, ["2026-05-29T00:00"]],
  ["cron(0 0 15W 3 ? *)", 40, ["2026-03-16T00:00"]],
  ["cron(0 0 1W 8 ? *)", 160, ["2026-08-03T00:00"]],
  ["cron(0 12 ? * 6L *)", 31, ["2026-03-27T12:00"]],
  ["cron(0 12 ? * 3#2 *)", 31, ["2026-03-10T12:00"]],
  ["cron(0 12 ? * L *)", 7, ["2026-03-07T12:00"]],
  ["cron(0 0 1 1 ? 2020)", 1, []],
])("%s runs at the documented times", async (expression, days, times) => {
  expect(await runs(expression, days)).toEqual(times);
});

it.each([
  "rate(0 minutes)",
  "rate(1 minutes)",
  "rate(5 minute)",
  "rate(5 seconds)",
  "cron(0 10 * * * *)",
  "cron(0 10 ? * ? *)",
  "cron(0 10 * * ?)",
  "cron(60 10 * * ? *)",
  "cron(0 10 32 * ? *)",
  "cron(0 10 ? * FOO *)",
  "cron(5-1 10 * * ? *)",
  "cron(0/0 10 * * ? *)",
  "cron(0 10 0W * ? *)",
  "every day",
])("%s is refused", async (ScheduleExpression) => {
  const { client, close } = await busFixture();
  const put = client.send(new PutRuleCommand({ Name: "r", ScheduleExpression }));
  await expect(put).rejects.toMatchObject({ name: "ValidationException" });
  await close();
});

it("rests while the rule is disabled, and counts from its enabling", async () => {
  const { bus, client, timers, close } = await scheduled("rate(2 hours)", "DISABLED");
  await timers.advance(5 * HOUR);
  await client.send(new EnableRuleCommand({ Name: "sweep" }));
  await timers.advance(2 * HOUR);
  await client.send(new DisableRuleCommand({ Name: "sweep" }));
  await timers.advance(DAY);
  const times = bus.queues.messages("ticks").map(({ sentAt }) => (sentAt - Date.parse(START)) / HOUR);
  expect(times).toEqual([7]);
  await close();
});
