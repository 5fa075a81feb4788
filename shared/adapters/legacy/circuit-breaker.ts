/**
 * The circuit breaker of the legacy system. Probes, which are questions about a name that no user can have, pass it always:
 * they are limited for the whole stage, and decide alone whether there is an outage. Otherwise a caller could learn from
 * the start or the end of an outage that a name is outside the pool. Look-ups have a circuit of their own: a look-up needs
 * no password, so any caller can repeat one that fails, and sign-ins must not stop for it.
 */
import { isReservedName } from "../../domain/reserved-name.js";
import type { Clock, LegacyAnswer, LegacySystem, Outages } from "../../ports/index.js";
import { CIRCUIT_OPEN, circuit } from "./circuit.js";

type Settings = {
  readonly clock: Clock;
  readonly outages: Outages;
  readonly pauseMs: number;
  /** For functions that ask about every name, whether or not the pool has it: a failure is noted for all functions. */
  readonly reports: boolean;
};

export const withCircuitBreaker = (
  system: LegacySystem,
  { clock, outages, pauseMs, reports }: Settings,
): LegacySystem => {
  const failed = async () => (reports ? outages.report("legacy") : undefined);
  const guarded = () => circuit({ clock, pauseMs, failed, isDown: () => outages.isDown("legacy") });
  const passwords = guarded();
  const names = guarded();
  const probed = async (
    { close }: ReturnType<typeof circuit>,
    ask: Promise<LegacyAnswer>,
  ): Promise<LegacyAnswer> => {
    const answer = await ask;
    if (answer.kind !== "unavailable") close();
    return answer;
  };
  return {
    verify: (username, password, withinMs) => {
      const ask = () => system.verify(username, password, withinMs);
      return isReservedName(username) ? probed(passwords, ask()) : passwords.run(ask);
    },
    lookup: async (username, withinMs) => {
      const ask = () => system.lookup(username, withinMs);
      if (isReservedName(username)) return probed(names, ask());
      return passwords.isOpen() ? CIRCUIT_OPEN : names.run(ask);
    },
  };
};
