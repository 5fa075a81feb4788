/**
 * Stops asking a legacy system that is down: after five failures in a row it is left alone for a
 * pause, then one question decides. Per running function; that it is down is told to the others.
 */
import type { Clock, LegacyAnswer, LegacySystem, Outages } from "../ports.js";

const FAILURES_TO_OPEN = 5;
/** A function that gets answers says so this often: another one may have noted an outage since, and rest now. */
const CLEAR_AGAIN_MS = 30_000;

/**
 * Only what says something of the system counts: anybody can provoke an odd answer to an odd
 * question, and could otherwise keep everybody else out.
 */
const says = {
  down: (answer: LegacyAnswer): boolean =>
    answer.kind === "unavailable" && !/^(status_4(?!29)|no_time_left|hash_|row_)/.test(answer.reason),
  up: (answer: LegacyAnswer): boolean => answer.kind !== "unavailable",
};

export const withCircuitBreaker = (
  system: LegacySystem,
  { clock, outages, pauseMs }: { readonly clock: Clock; readonly outages: Outages; readonly pauseMs: number },
): LegacySystem => {
  let failures = 0;
  let openUntil = 0;
  // A function that has just started does not know what others reported: its first good answer clears it.
  let clearedAt = Number.NEGATIVE_INFINITY;

  const note = async (answer: LegacyAnswer): Promise<void> => {
    if (says.down(answer)) {
      failures += 1;
      if (failures < FAILURES_TO_OPEN) return;
      openUntil = clock.now().getTime() + pauseMs;
      clearedAt = Number.NEGATIVE_INFINITY;
      await outages.report("legacy");
    } else if (says.up(answer)) {
      failures = 0;
      openUntil = 0;
      const now = clock.now().getTime();
      if (now - clearedAt < CLEAR_AGAIN_MS) return;
      clearedAt = now;
      await outages.clear("legacy");
    }
  };

  const guarded = async (ask: () => Promise<LegacyAnswer>): Promise<LegacyAnswer> => {
    const now = clock.now().getTime();
    if (now < openUntil) return { kind: "unavailable", reason: "circuit_open" };
    // Half open: others are held off while one question is under way.
    if (failures >= FAILURES_TO_OPEN) openUntil = now + pauseMs;
    const answer = await ask();
    await note(answer);
    return answer;
  };

  return {
    verify: (username, password) => guarded(() => system.verify(username, password)),
    lookup: (username) => guarded(() => system.lookup(username)),
  };
};
