/**
 * The circuit breaker of the legacy system. The first failure is reported to the other functions. The outage ends when a
 * probe is answered: a question about a name that no user can have. The answer to a user's request ends nothing. Otherwise
 * a caller could learn from the end of an outage that a name is outside the pool. Look-ups have a circuit of their own: a
 * look-up needs no password, so any caller can repeat one that fails, and sign-ins must not stop for it.
 */
import { isReservedName } from "../../domain/reserved-name.js";
import type { Clock, LegacySystem, Outages } from "../../ports/index.js";
import { CIRCUIT_OPEN, circuit } from "./circuit.js";

export const withCircuitBreaker = (
  system: LegacySystem,
  { clock, outages, pauseMs }: { readonly clock: Clock; readonly outages: Outages; readonly pauseMs: number },
): LegacySystem => {
  const guarded = (other: () => { isOpen(): boolean }) =>
    circuit({
      clock,
      pauseMs,
      failed: () => outages.report("legacy"),
      answered: async () => {
        if (!other().isOpen()) await outages.clear("legacy");
      },
      isDown: () => outages.isDown("legacy"),
    });
  const passwords: ReturnType<typeof circuit> = guarded(() => names);
  const names: ReturnType<typeof circuit> = guarded(() => passwords);
  return {
    verify: (username, password, withinMs) =>
      passwords.run(() => system.verify(username, password, withinMs), isReservedName(username)),
    lookup: async (username, withinMs) =>
      passwords.isOpen()
        ? CIRCUIT_OPEN
        : names.run(() => system.lookup(username, withinMs), isReservedName(username)),
  };
};
