/**
 * A migration day over HTTP on the packaged service: users who mistype, a legacy system
 * with outages, and triggers that are repeated or overlap. MIGRATION_DAY_USERS sets the number of users,
 * MIGRATION_DAY_SEED repeats a day that failed.
 */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { chance } from "./migration-day/chance.js";
import { liveThrough } from "./migration-day/day.js";
import { type Evidence, evidenceOf } from "./migration-day/evidence.js";
import type { Progress } from "./migration-day/user-day.js";
import { castOf } from "./migration-day/users.js";
import { breaches, RULES } from "./migration-day/verdict.js";
import { witness } from "./migration-day/witness.js";
import { startOwnStack } from "./own-stack.js";

const users = Number(process.env.MIGRATION_DAY_USERS ?? 50);
const seed = Number(process.env.MIGRATION_DAY_SEED ?? 20_250_101);
const witnessed = witness();
let stack: RunningStack;
let stop: () => Promise<void>;
let day: Progress[];
let evidence: Evidence;

beforeAll(
  async () => {
    const options = { legacyHashCost: 256, onLog: ({ line }: { line: string }) => witnessed.heard(line) };
    ({ stack, stop } = await startOwnStack(undefined, options));
    const dice = chance(seed);
    day = await liveThrough({ stack, witness: witnessed, chance: dice }, castOf(dice, users));
    evidence = await evidenceOf(stack);
  },
  300_000 + users * 500,
);
afterAll(() => stop());

it.each(Object.keys(RULES) as (keyof typeof RULES)[])("at the end of the day %s", (rule) => {
  expect({ seed, users, breaches: breaches(rule, evidence, day) }).toEqual({ seed, users, breaches: [] });
});

it("had users of every kind, and hours in which some were refused", () => {
  expect(new Set(day.map(({ user }) => user.kind)).size).toBe(8);
  expect(day.filter(({ refusals }) => refusals.has("temporarily_unavailable")).length).toBeGreaterThan(0);
  const types = [...new Set([...evidence.events.values()].flat().map(({ type }) => type))];
  expect(types).toEqual(
    expect.arrayContaining(["migration.unavailable", "migration.conflict", "password.reset"]),
  );
  expect(witnessed.repetitions).toBeGreaterThan(10);
  expect(evidence.identities.filter(({ state }) => state === "LINKED").length).toBeGreaterThan(users / 2);
});

it("brought every recorded event to the consumers of the bus, and nothing else", () => {
  const recorded = [...evidence.events.values()].flat().map(({ id }) => id);
  const missing = recorded.filter((id) => !witnessed.delivered.has(id));
  const known = new Set(recorded);
  const invented = [...witnessed.delivered].filter((id) => !known.has(id));
  expect({ seed, missing, invented }).toEqual({ seed, missing: [], invented: [] });
});

it("left no password in any log line or event", () => {
  expect(witnessed.lines).toBeGreaterThan(users);
  expect({ seed, leaks: witnessed.leaks }).toEqual({ seed, leaks: [] });
});
