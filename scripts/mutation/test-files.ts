/**
 * The tests of the mutation run. Fast tests come first, because a mutant's run ends with the first failure.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = [
  "tests/shared/domain",
  "tests/shared/flows",
  "tests/shared/adapters/node",
  "tests/shared/adapters/dynamo",
  "tests/handlers",
];

/** Token checks without calls that wait for a time limit. */
const VERIFIER = ["token-verifier", "unusable-keys", "verified-tokens"].map(
  (name) => `tests/shared/adapters/cognito/${name}.test.ts`,
);

/** The stores in DynamoDB of the authorizer, of sign-ins and of migrations. */
const CONTRACTS = [
  ...["access", "authorizer-on-dynamo", "blocked-sources", "directory", "dynamo-outage", "entitlements"],
  ...["guard", "migration-writes", "sessions", "sign-in-habits", "sign-in-sources", "throttle-rows"],
].map((name) => `tests/contract/${name}.test.ts`);

/**
 * Tests that run every trigger once per call or search all output for secrets: they would run for nearly
 * every mutant. `every-trigger` uses Jest's own timers.
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
  return [...fast, ...VERIFIER, ...CONTRACTS, ...found.filter((name) => SLOW.test(name))];
};
