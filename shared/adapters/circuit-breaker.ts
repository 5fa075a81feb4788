/**
 * Stops asking a legacy system that does not answer: after five failures in a row it is left alone
 * for ten seconds, then one question decides. Per running function, so nothing is shared or stored.
 */
import type { Clock, LegacyAnswer, LegacySystem } from "../ports.js";

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 10_000;

export const withCircuitBreaker = (system: LegacySystem, clock: Clock): LegacySystem => {
  let failures = 0;
  let openUntil = 0;

  const guarded = async (ask: () => Promise<LegacyAnswer>): Promise<LegacyAnswer> => {
    const now = clock.now().getTime();
    if (now < openUntil) return { kind: "unavailable", reason: "circuit_open" };
    // Half open: others are held off while one question is under way.
    if (failures >= FAILURES_TO_OPEN) openUntil = now + OPEN_MS;
    const answer = await ask();
    failures = answer.kind === "unavailable" ? failures + 1 : 0;
    if (failures === 0) openUntil = 0;
    else if (failures >= FAILURES_TO_OPEN) openUntil = clock.now().getTime() + OPEN_MS;
    return answer;
  };

  return {
    verify: (username, password) => guarded(() => system.verify(username, password)),
    lookup: (username) => guarded(() => system.lookup(username)),
  };
};
