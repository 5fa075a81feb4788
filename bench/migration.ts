/**
 * First logins of legacy users: the rate per second against the budget, its change over time, memory, and CPU
 * time per process. It measures the trigger alone, invoked as Cognito does, and whole logins through the
 * endpoint. A tenth of the deliveries is repeated, and no user may be migrated twice.
 */
import { flag, wholeNumber } from "local-aws/command-line";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish } from "./benchmark-page.js";
import { signInAll } from "./first-logins.js";
import { type Expected, migrated } from "./migrated-users.js";
import { migrateAll } from "./migration-calls.js";
import { type Host, openHost, repeatTriggers } from "./migration-stage.js";
import { soak, tableOf, verdictOf } from "./soak.js";

const BUDGET_PER_SECOND = 120;

export const migration = benchmark(
  {
    calls: wholeNumber("users of the trigger alone", 3000, BOUNDS),
    logins: wholeNumber("users of the whole sign-in", 900, BOUNDS),
    "hash-cost": wholeNumber("cost of the legacy password hashes", 2, BOUNDS),
    strict: flag("fail if a budget is exceeded"),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const options = { hashCost: String(values["hash-cost"]), write: values.write };
    const over = [
      ...(await measured(TRIGGER, { ...options, users: values.calls })),
      ...(await measured(LOGIN, { ...options, users: values.logins })),
    ];
    if (over.length > 0) console.error(`  over the budget: ${over.join("; ")}`);
    if (over.length > 0 && values.strict) process.exitCode = 1;
  },
);

type Reading = {
  readonly name: string;
  readonly what: string;
  readonly expected: Expected;
  /** The required rate per second; 0 for none. */
  readonly required: number;
  /** The first users are a warm-up. */
  warmUp(host: Host, last: number): Promise<unknown>;
  work(host: Host): (first: number, last: number) => Promise<number>;
};

const TRIGGER: Reading = {
  name: "migration-trigger",
  required: BUDGET_PER_SECOND,
  what: "migrations",
  expected: "approved",
  warmUp: ({ description }, last) => migrateAll(description, 1, last),
  work:
    ({ description }) =>
    (first, last) =>
      migrateAll(description, first, last),
};

const LOGIN: Reading = {
  name: "migration",
  required: 0,
  what: "first logins",
  expected: "linked",
  warmUp: async ({ description }, last) => {
    await repeatTriggers(description, last);
    return signInAll(description, 1, last);
  },
  work:
    ({ description }) =>
    (first, last) =>
      signInAll(description, first, last),
};

const measured = async (
  { name, what, required, expected, warmUp, work }: Reading,
  { users, hashCost, write }: { users: number; hashCost: string; write: boolean },
): Promise<string[]> => {
  // Fewer users give no useful result. 0 skips the measurement.
  if (users < 30) return [];
  const host = await openHost(users, hashCost);
  try {
    const warm = Math.ceil(users / 10);
    await warmUp(host, warm);
    const parts = await soak(host, { from: warm + 1, to: users }, work(host));
    await publish(tableOf(parts, { name, what, budgetPerSecond: BUDGET_PER_SECOND }), write);
    const wrong = await migrated(host.description, users, expected);
    return [...verdictOf(parts, required), ...wrong].map((each) => `${what}: ${each}`);
  } finally {
    await host.stop();
  }
};
