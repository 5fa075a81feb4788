import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { playStory } from "../../local/story/story.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

it("completes every step of a user's life, from the legacy system to sign-out", async () => {
  const lines: string[] = [];
  await playStory(stack.describe(), (line) => lines.push(line));
  expect(lines.filter((line) => /^\n\d\. /.test(line))).toHaveLength(7);
}, 120_000);

it("can run again on the same stack, with another user", async () => {
  await expect(playStory(stack.describe(), () => {})).resolves.toBeUndefined();
}, 120_000);
