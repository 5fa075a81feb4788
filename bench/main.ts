/** `npm run bench -- <name>`: runs one benchmark, or all of them, and prints the results. */
import { authorizer } from "./authorizer.js";
import { coldChain } from "./cold-chain.js";
import { eventPatterns } from "./event-patterns.js";
import { migration } from "./migration.js";
import { startUp } from "./start-up.js";
import { triggers } from "./triggers.js";
import { userPool } from "./user-pool.js";

const BENCHMARKS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  authorizer,
  "cold-chain": coldChain,
  "event-patterns": eventPatterns,
  migration,
  "start-up": startUp,
  triggers,
  "user-pool": userPool,
};

const [name, ...args] = process.argv.slice(2);
const chosen = name === undefined ? Object.keys(BENCHMARKS) : [name];
for (const each of chosen) {
  const run = BENCHMARKS[each];
  if (!run) {
    console.error(`no such benchmark: ${each}. Available:  ${Object.keys(BENCHMARKS).join(", ")}`);
    process.exit(2);
  }
  await run(args);
}
