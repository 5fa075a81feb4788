/** A separate stack for a test file: fresh data, free ports, stopped at the end. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningStack, type StackOptions, startStack } from "../../local/stack/index.js";

const root = join(import.meta.dirname, "..", "..");

export const startOwnStack = async (
  params?: Readonly<Record<string, string>>,
  more: Partial<Pick<StackOptions, "deployment" | "legacyHashCost" | "onLog" | "port">> = {},
): Promise<{ stack: RunningStack; stop(): Promise<void> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), "identity-lifecycle-test-"));
  const stack = await startStack({ root, dataDir, fresh: true, port: 0, params, ...more });
  return {
    stack,
    stop: async () => {
      await stack.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
