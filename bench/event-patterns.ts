/**
 * Events per second that the bus matches with 1, 100 and 10,000 rules, each with its own detail-type and
 * source. Each event matches one rule, so the cost must not grow with the number of rules. The bus is limited
 * to 300 rules, so the index is measured directly. Rules without these fields are measured for comparison.
 */
import { flag, wholeNumber } from "local-aws/command-line";
import { compilePattern } from "../packages/local-aws/src/event-bus/pattern/event-pattern.js";
import { RuleIndex } from "../packages/local-aws/src/event-bus/rule-index.js";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish, ratio } from "./benchmark-page.js";

const COUNTS = [1, 100, 10_000];
/** The largest allowed cost of an event with 10,000 rules, relative to one rule. */
const BUDGET_RATIO = 2;

type Pattern = Record<string, unknown>;

const KINDS: readonly (readonly [string, (rule: number) => Pattern])[] = [
  [
    "rules name a `detail-type`",
    (rule) => ({ "detail-type": [`type.${rule}`], detail: { status: ["ACTIVE"] } }),
  ],
  ["rules name a `source`", (rule) => ({ source: [`app.${rule}`], detail: { status: [{ prefix: "ACT" }] } })],
];

/**
 * The worst case, for comparison: the bus's maximum number of rules, all of which must be evaluated for every
 * event.
 */
const UNINDEXED = 300;
const byDetail = (rule: number): Pattern => ({ detail: { id: [`id.${rule}`] } });

export const eventPatterns = benchmark(
  {
    ms: wholeNumber("milliseconds of each measurement", 1000, BOUNDS),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const ms = values.ms;
    console.log("matching of events against the rules of one bus");
    const rows = KINDS.map(([title, patternOf]) => {
      const [alone = 0, hundred = 0, most = 0] = COUNTS.map((count) => eventsPerSecond(count, patternOf, ms));
      console.log(`  ${title}: ${alone.toFixed(0)} events/s with one rule`);
      if (alone / most > BUDGET_RATIO) {
        console.error(`  over the budget of ${BUDGET_RATIO} times the cost of one rule`);
        process.exitCode = 1;
      }
      return [title, ratio(alone, hundred), "", ratio(alone, most)];
    });
    const [alone = 0, all = 0] = [1, UNINDEXED].map((count) => eventsPerSecond(count, byDetail, ms));
    const head = ["cost per event against one rule", "100 rules", `${UNINDEXED} rules`, "10,000 rules"];
    const worst = ["rules name neither (worst case)", "", ratio(alone, all), ""];
    await publish({ name: "event-patterns", head, rows: [...rows, worst] }, values.write);
  },
);

const eventsPerSecond = (count: number, patternOf: (rule: number) => Pattern, ms: number): number => {
  const rules = Array.from({ length: count }, (_, rule) => ({
    enabled: true,
    eventPattern: { compiled: compilePattern(JSON.stringify(patternOf(rule))) },
  }));
  const index = new RuleIndex(rules);
  // The same number of events for any number of rules, spread over all rules.
  const events = Array.from({ length: 1000 }, (_, each) => eventFor(Math.floor((each * count) / 1000)));
  const matchAll = (): number => events.reduce((sum, event) => sum + index.matching(event).length, 0);
  if (matchAll() !== events.length) throw new Error("each event must match exactly one rule");
  return rate(matchAll, events.length, ms);
};

const eventFor = (rule: number) => ({
  version: "0" as const,
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": `type.${rule}`,
  source: `app.${rule}`,
  account: "000000000000",
  time: "2026-01-01T00:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: { status: "ACTIVE", id: `id.${rule}`, user: { groups: ["admins", "readers"], age: 7 } },
});

const rate = (run: () => unknown, perRun: number, ms: number): number => {
  const measure = (forMs: number): number => {
    const began = performance.now();
    let done = 0;
    while (performance.now() - began < forMs) {
      run();
      done += perRun;
    }
    return (done * 1000) / (performance.now() - began);
  };
  measure(ms / 4); // warm-up for the JIT compiler
  return measure(ms);
};
