/** `npm run bench -- <name>`: runs one benchmark, or all of them, and prints the results. */
import "local-aws/sdk-notice";
import { nearest, runCommand, UsageError } from "local-aws/command-line";
import { answerTimes } from "./answer-times.js";
import { authorizer } from "./authorizer.js";
import type { Benchmark } from "./benchmark.js";
import { coldChain } from "./cold-chain.js";
import { endpoints } from "./endpoints.js";
import { eventPatterns } from "./event-patterns.js";
import { growth } from "./growth.js";
import { migration } from "./migration.js";
import { roundTrips } from "./round-trips.js";
import { startUp } from "./start-up.js";
import { sweeper } from "./sweeper.js";
import { triggers } from "./triggers.js";
import { userPool } from "./user-pool.js";

const BENCHMARKS: ReadonlyMap<string, Benchmark> = new Map([
  ["answer-times", answerTimes],
  ["authorizer", authorizer],
  ["cold-chain", coldChain],
  ["endpoints", endpoints],
  ["event-patterns", eventPatterns],
  ["growth", growth],
  ["migration", migration],
  ["round-trips", roundTrips],
  ["start-up", startUp],
  ["sweeper", sweeper],
  ["triggers", triggers],
  ["user-pool", userPool],
]);

const names = [...BENCHMARKS.keys()];
const [name, ...args] = process.argv.slice(2);

const usage = (): string => {
  const chosen = BENCHMARKS.get(name ?? "");
  return chosen === undefined
    ? `npm run bench -- [<name> [options]]\nRuns one benchmark, or all: ${names.join(", ")}.\n<name> --help lists its options.`
    : `npm run bench -- ${name} [options]\n${chosen.help}`;
};

runCommand(usage(), async () => {
  for (const each of name === undefined ? names : [name]) {
    const found = BENCHMARKS.get(each);
    if (!found) throw new UsageError(`no such benchmark: ${each}; did you mean ${nearest(each, names)}?`);
    await found.run(args);
  }
});
