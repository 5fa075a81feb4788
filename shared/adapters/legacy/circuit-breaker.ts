/** The circuit breaker of the legacy system. An open circuit is reported to the other functions. */
import type { Clock, LegacySystem, Outages } from "../../ports/index.js";
import { circuit } from "./circuit.js";

/**
 * A function that gets responses clears the outage note this often, because another function may have set it
 * since.
 */
const CLEAR_AGAIN_MS = 30_000;

export const withCircuitBreaker = (
  system: LegacySystem,
  { clock, outages, pauseMs }: { readonly clock: Clock; readonly outages: Outages; readonly pauseMs: number },
): LegacySystem => {
  // A new function does not know about reported outages, so its first successful response clears the note.
  let clearedAt = Number.NEGATIVE_INFINITY;
  const guarded = circuit({
    clock,
    pauseMs,
    opened: async () => {
      clearedAt = Number.NEGATIVE_INFINITY;
      await outages.report("legacy");
    },
    answered: async () => {
      const now = clock.now().getTime();
      if (now - clearedAt < CLEAR_AGAIN_MS) return;
      clearedAt = now;
      await outages.clear("legacy");
    },
  });
  return {
    verify: (username, password) => guarded(() => system.verify(username, password)),
    lookup: (username) => guarded(() => system.lookup(username)),
  };
};
