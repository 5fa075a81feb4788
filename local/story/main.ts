/**
 * `npm run story`: plays the story against the stack at `--site URL`, the running stack, or a stack of its
 * own.
 */
import "local-aws/sdk-notice";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { helpOf, option, readOptions, runCommand } from "local-aws/command-line";
import { reportOnStderr } from "../packaging/package-service.js";
import type { StackDescription } from "../stack/description.js";
import { startStack } from "../stack/index.js";
import { playStory } from "./story.js";

const root = join(import.meta.dirname, "..", "..");

const OPTIONS = { site: option("URL", "the site of a running stack") } as const;

/** The stack at `--site`, or the stack described by `npm start`'s file if it still responds. */
const runningStack = async (site: string | undefined): Promise<StackDescription | undefined> => {
  if (site !== undefined) return describedAt(site);
  try {
    const note = await readFile(join(root, ".local", "data", "stack.json"), "utf8");
    return await describedAt((JSON.parse(note) as StackDescription).urls.site);
  } catch {
    return undefined;
  }
};

const describedAt = async (site: string): Promise<StackDescription> => {
  const response = await fetch(new URL("/_local/stack", site), { signal: AbortSignal.timeout(2000) });
  if (!response.ok) throw new Error(`no stack is running at ${site}`);
  return (await response.json()) as StackDescription;
};

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
