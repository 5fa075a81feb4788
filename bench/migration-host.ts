/**
 * The local stack of the migration benchmark: `migration-host.ts <users> <scrypt N>`. It stops when its
 * standard input ends.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "../local/stack/index.js";
import { LEGACY_PASSWORD, legacyEmail } from "./trigger-cases.js";

const [users = 0, legacyHashCost = 0] = process.argv.slice(2).map(Number);
const root = join(import.meta.dirname, "..");
const dataDir = await mkdtemp(join(tmpdir(), "migration-bench-"));
const stack = await startStack({ root, dataDir, fresh: true, port: 0, legacyHashCost });
const index = Array.from({ length: users }, (_, each) => each + 1);
await Promise.all(
  index.map((each) =>
    stack.legacy.add({
      ...{ id: `bench-${each}`, email: legacyEmail(each), email_verified: true },
      password: LEGACY_PASSWORD,
    }),
  ),
);
console.log(JSON.stringify(stack.describe()));
process.stdin.resume();
await once(process.stdin, "end");
await stack.close();
await rm(dataDir, { recursive: true, force: true });
