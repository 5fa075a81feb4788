/**
 * `npm run story`: plays the story against the stack at `--site URL`, the running stack, or a stack of its
 * own.
 */
import "local-aws/sdk-notice";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { helpOf, option, readOptions, runCommand } from "local-aws/command-line";
import { reportOnStderr } from "../packaging/package-service.js";
import type { StackDescription } from "../stack/description.js";
import { startStack } from "../stack/index.js";
import { runningStack } from "../stack/running.js";
import { playStory } from "./story.js";

const root = join(import.meta.dirname, "..", "..");

const OPTIONS = { site: option("URL", "the site of a running stack") } as const;

const withOwnStack = async (play: (stack: StackDescription) => Promise<void>): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), "identity-lifecycle-story-"));
  try {
    const stack = await startStack({ root, dataDir, fresh: true, port: 0, onProgress: reportOnStderr });
    try {
      await play(stack.describe());
    } finally {
      await stack.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};

const report = (line: string): void => console.log(line);

const run = async (site: string | undefined): Promise<void> => {
  const running = await runningStack(site);
  if (running) {
    report(`Using the stack at ${running.urls.site}`);
    await playStory(running, report);
  } else {
    report("No stack is running. Starting one for the story.");
    await withOwnStack((stack) => playStory(stack, report));
  }
  report("\nAll steps passed.");
};

runCommand(`npm run story -- [options]\n${helpOf(OPTIONS)}`, async () => {
  const { site } = readOptions(OPTIONS);
  try {
    await run(site);
  } catch (error) {
    throw new Error(`\n   ✗ ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  process.exit();
});
