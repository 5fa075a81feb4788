/**
 * The circuit breaker of the legacy system. An open circuit is reported to the other functions. Look-ups have a
 * circuit of their own: a look-up needs no password, so anybody can repeat one that fails, and sign-ins must not
 * stop for it.
 */
import type { Clock, LegacySystem, Outages } from "../../ports/index.js";
import { CIRCUIT_OPEN, circuit } from "./circuit.js";

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
  const guarded = (other: () => { isOpen(): boolean }) =>
    circuit({
      clock,
      pauseMs,
      opened: async () => {
        clearedAt = Number.NEGATIVE_INFINITY;
        await outages.report("legacy");
      },
      answered: async () => {
        const now = clock.now().getTime();
        if (now - clearedAt < CLEAR_AGAIN_MS || other().isOpen()) return;
        clearedAt = now;
        await outages.clear("legacy");
      },
    });
  const passwords: ReturnType<typeof circuit> = guarded(() => names);
  const names: ReturnType<typeof circuit> = guarded(() => passwords);
  return {
    verify: (username, password) => passwords.run(() => system.verify(username, password)),
    lookup: async (username) =>
      passwords.isOpen() ? CIRCUIT_OPEN : names.run(() => system.lookup(username)),
  };
};
