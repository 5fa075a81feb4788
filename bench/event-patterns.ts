/**
 * How many events per second the bus matches with 1, 100 and 10,000 rules, each with its own detail-type and
 * source. One event has one rule to match: the cost must not grow with the others. The bus itself takes 300
 * rules, so the index is measured by itself; rules that name neither field are measured beside it.
 */
import { parseArgs } from "node:util";
import { compilePattern } from "../local/event-bus/pattern/event-pattern.js";
import { RuleIndex } from "../local/event-bus/rule-index.js";

const COUNTS = [1, 100, 10_000];
/** How much slower an event may be with 10,000 rules than with one. */
const BUDGET_RATIO = 2;

type Pattern = Record<string, unknown>;

const KINDS: readonly (readonly [string, (rule: number) => Pattern])[] = [
  ["by detail-type", (rule) => ({ "detail-type": [`type.${rule}`], detail: { status: ["ACTIVE"] } })],
  ["by source", (rule) => ({ source: [`app.${rule}`], detail: { status: [{ prefix: "ACT" }] } })],
];

export const eventPatterns = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: { ms: { type: "string", default: "1000" } } });
  console.log("matching of events against the rules of one bus");
  for (const [title, patternOf] of KINDS) {
    const rates = COUNTS.map((count) => eventsPerSecond(count, patternOf, Number(values.ms)));
    const [alone = 0] = rates;
    const figures = COUNTS.map((count, at) => `${count} rules 1 : ${(alone / (rates[at] ?? 0)).toFixed(2)}`);
    console.log(
      `  ${title.padEnd(16)} cost per event, ${figures.join(" · ")} (${alone.toFixed(0)} events/s alone)`,
    );
    if (alone / (rates.at(-1) ?? 0) > BUDGET_RATIO) {
      console.error(`  over the budget of ${BUDGET_RATIO} times the cost of one rule`);
      process.exitCode = 1;
    }
  }
  unindexed(Number(values.ms));
};

/** The worst case, for comparison: 300 rules, as many as a bus takes, that every event has to be asked about. */
const unindexed = (ms: number): void => {
  const patternOf = (rule: number): Pattern => ({ detail: { id: [`id.${rule}`] } });
  const [alone, all] = [1, 300].map((count) => eventsPerSecond(count, patternOf, ms));
  const ratio = ((alone ?? 0) / (all ?? 1)).toFixed(1);
  console.log(`  ${"by detail alone".padEnd(16)} cost per event, 1 rules 1 : 1.00 · 300 rules 1 : ${ratio}`);
};

const eventsPerSecond = (count: number, patternOf: (rule: number) => Pattern, ms: number): number => {
  const rules = Array.from({ length: count }, (_, rule) => ({
    enabled: true,
    eventPattern: { compiled: compilePattern(JSON.stringify(patternOf(rule))) },
  }));
  const index = new RuleIndex(rules);
  // The same 1,000 events whatever the number of rules, spread over all of them.
  const events = Array.from({ length: 1000 }, (_, each) => eventFor(Math.floor((each * count) / 1000)));
  const matchAll = (): number => events.reduce((sum, event) => sum + index.matching(event).length, 0);
  if (matchAll() !== events.length) throw new Error("each event has exactly one rule");
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
  measure(ms / 4); // the compiler's warm-up
  return measure(ms);
};
