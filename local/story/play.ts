/** The bare mechanics of a story: steps with a title, checks with words, a report as it happens. */
import { isDeepStrictEqual } from "node:util";

export type Report = (line: string) => void;

/** A check that did not hold; the story ends there. */
class StoryFailure extends Error {
  constructor(what: string, expected: unknown, actual: unknown) {
    super(`${what}\n  expected: ${JSON.stringify(expected)}\n  actual:   ${JSON.stringify(actual)}`);
    this.name = "StoryFailure";
  }
}

export type Stage = {
  step(title: string, act: () => Promise<void>): Promise<void>;
  /** Holds an actual value against the expected one, and tells what was seen. */
  see(what: string, actual: unknown, expected: unknown): void;
};

export const stage = (report: Report): Stage => {
  let steps = 0;
  return {
    step: async (title, act) => {
      steps += 1;
      report(`\n${steps}. ${title}`);
      await act();
    },
    see: (what, actual, expected) => {
      if (!isDeepStrictEqual(actual, expected)) throw new StoryFailure(what, expected, actual);
      report(`   ✓ ${what}`);
    },
  };
};
