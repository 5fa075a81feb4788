/** The circuit before a legacy system. That it is down is told to the other functions. */
import type { Clock, LegacySystem, Outages } from "../../ports/index.js";
import { circuit } from "./circuit.js";

/** A function that gets answers says so this often: another one may have noted an outage since, and rest now. */
const CLEAR_AGAIN_MS = 30_000;

export const withCircuitBreaker = (
  system: LegacySystem,
  { clock, outages, pauseMs }: { readonly clock: Clock; readonly outages: Outages; readonly pauseMs: number },
): LegacySystem => {
  // A function that has just started does not know what others reported: its first good answer clears it.
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
