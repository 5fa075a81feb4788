/** `npm run story`: plays the story against the running stack, or against one of its own. */
import "../stack/sdk-notice.js";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackDescription } from "../stack/description.js";
import { startStack } from "../stack/index.js";
import { playStory } from "./story.js";

const root = join(import.meta.dirname, "..", "..");

/** The stack that `npm start` left a note about, if it still answers. */
const runningStack = async (): Promise<StackDescription | undefined> => {
  try {
    const note = JSON.parse(
      await readFile(join(root, ".local", "data", "stack.json"), "utf8"),
    ) as StackDescription;
    const response = await fetch(`${note.urls.site}/_local/stack`, { signal: AbortSignal.timeout(2000) });
    return response.ok ? ((await response.json()) as StackDescription) : undefined;
  } catch {
    return undefined;
  }
};

const withOwnStack = async (play: (stack: StackDescription) => Promise<void>): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), "identity-lifecycle-story-"));
  try {
    const stack = await startStack({ root, dataDir, fresh: true, port: 0 });
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

const run = async (): Promise<void> => {
  const running = await runningStack();
  if (running) {
    report(`Playing against the stack at ${running.urls.site}`);
    await playStory(running, report);
  } else {
    report("No stack is running: starting one for the story");
    await withOwnStack((stack) => playStory(stack, report));
  }
  report("\nEvery step holds.");
};

run().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(`\n   ✗ ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
