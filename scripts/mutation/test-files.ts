/** The tests of the mutation run, those first that end fast: a mutant's run ends with the first that fails. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = [
  "tests/shared/domain",
  "tests/shared/flows",
  "tests/shared/adapters/node",
  "tests/shared/adapters/dynamo",
  "tests/handlers",
];

/** The stores of the authorizer in DynamoDB. */
const CONTRACTS = ["access", "authorizer-on-dynamo"].map((name) => `tests/contract/${name}.test.ts`);

/**
 * They go through every trigger once for each of its calls, or look for secrets in everything, and would run for
 * nearly every mutant; `every-trigger` has jest's own timers.
 */
const LEFT_OUT = /\/(every-|canaries-|outages|sample-events|deadline|authorizer-caches)[\w-]*\.test\.ts$/;
const SLOW = /\/(access-matrix|properties|user-migration-refused|next-step)\.test\.ts$/;

export const testFiles = (root: string): string[] => {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .sort()
      .map((name) => `${folder}/${name}`),
  ).filter((name) => !LEFT_OUT.test(`/${name}`));
  const fast = found.filter((name) => !SLOW.test(name));
  return [...fast, ...CONTRACTS, ...found.filter((name) => SLOW.test(name))];
};
