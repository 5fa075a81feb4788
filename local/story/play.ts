/** The mechanics of a story: titled steps, described checks, and a report while it runs. */
import { isDeepStrictEqual } from "node:util";

export type Report = (line: string) => void;

/** Ends the story. */
const failedCheck = (what: string, expected: unknown, actual: unknown): Error =>
  new Error(`${what}\n  expected: ${JSON.stringify(expected)}\n  actual:   ${JSON.stringify(actual)}`);

export type Stage = {
  step(title: string, act: () => Promise<void>): Promise<void>;
  /** Compares the actual value with the expected one and reports the check. */
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
      if (!isDeepStrictEqual(actual, expected)) throw failedCheck(what, expected, actual);
      report(`   ✓ ${what}`);
    },
  };
};
