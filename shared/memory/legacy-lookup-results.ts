/** PreSignUp's legacy look-up results in memory, on the given clock. */
import type { Clock } from "../ports/index.js";
import type { LegacyLookupResult, LegacyLookupResults } from "../ports/legacy-lookup-results.js";

const UNKNOWN_MS = 10 * 60_000;
const APPROVED_MS = 30 * 24 * 60 * 60_000;

export const memoryLegacyLookupResults = (clock: Clock): LegacyLookupResults => {
  const results = new Map<string, { result: LegacyLookupResult; until: number }>();
  return {
    keep: async (userName, result) => {
      results.set(userName, {
        result,
        until: clock.now().getTime() + (result.kind === "approved" ? APPROVED_MS : UNKNOWN_MS),
      });
    },
    of: async (userName) => {
      const held = results.get(userName);
      return held && held.until > clock.now().getTime() ? held.result : undefined;
    },
    forget: async (userName) => {
      results.delete(userName);
    },
  };
};
