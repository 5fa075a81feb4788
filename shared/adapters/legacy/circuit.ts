/**
 * Circuit breaker, per function instance: after five consecutive failures, calls are suspended for a pause.
 * Then one trial call decides.
 */
import type { Clock } from "../../ports/index.js";

type Unavailable = { readonly kind: "unavailable"; readonly reason: string };
type Answered = { readonly kind: string; readonly reason?: string };

const FAILURES_TO_OPEN = 5;

/**
 * Counts only failures of the system itself. Otherwise an attacker could open the circuit for all users by
 * provoking error responses with malformed input.
 */
const saysDown = ({ kind, reason = "" }: Answered): boolean =>
  kind === "unavailable" && !/^(status_4(?!29)|no_time_left|hash_|row_)/.test(reason);

/** Forwards calls while the circuit is closed. Returns `circuit_open` while it is open. */
export const circuit = ({
  clock,
  pauseMs,
  opened = async () => undefined,
  answered = async () => undefined,
}: {
  readonly clock: Clock;
  readonly pauseMs: number;
  /** Called when the circuit opens. */
  readonly opened?: () => Promise<void>;
  readonly answered?: () => Promise<void>;
}) => {
  let failures = 0;
  let openUntil = 0;

  const note = async (answer: Answered): Promise<void> => {
    if (saysDown(answer)) {
      failures += 1;
      if (failures < FAILURES_TO_OPEN) return;
      openUntil = clock.now().getTime() + pauseMs;
      await opened();
    } else if (answer.kind !== "unavailable") {
      failures = 0;
      openUntil = 0;
      await answered();
    }
  };

  return async <Answer extends Answered>(ask: () => Promise<Answer>): Promise<Answer | Unavailable> => {
    const now = clock.now().getTime();
    if (now < openUntil) return { kind: "unavailable", reason: "circuit_open" };
    // Half open: other calls are rejected while one trial call is running.
    if (failures >= FAILURES_TO_OPEN) openUntil = now + pauseMs;
    const answer = await ask();
    await note(answer);
    return answer;
  };
};
