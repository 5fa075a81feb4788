/** PreSignUp's legacy look-up results in memory, on the given clock. */
import type { Clock } from "../ports/index.js";
import type { LegacyLookupResult, LegacyLookupResults } from "../ports/legacy-lookup-results.js";

const RESULT_MS = 10 * 60_000;

export const memoryLegacyLookupResults = (clock: Clock): LegacyLookupResults => {
  const results = new Map<string, { result: LegacyLookupResult; until: number }>();
  return {
    keep: async (userName, result) => {
      results.set(userName, { result, until: clock.now().getTime() + RESULT_MS });
    },
    of: async (userName) => {
      const held = results.get(userName);
      return held && held.until > clock.now().getTime() ? held.result : undefined;
    },
  };
};
