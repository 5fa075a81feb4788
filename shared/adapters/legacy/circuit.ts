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
  kind === "unavailable" && !/^(status_4(?!29)|no_time_left|record_malformed)/.test(reason);

export const CIRCUIT_OPEN: Unavailable = { kind: "unavailable", reason: "circuit_open" };

/** `run` forwards calls while the circuit is closed, and returns `CIRCUIT_OPEN` while it is open. */
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

  const isOpen = (): boolean => clock.now().getTime() < openUntil;
  const run = async <Answer extends Answered>(ask: () => Promise<Answer>): Promise<Answer | Unavailable> => {
    const now = clock.now().getTime();
    if (now < openUntil) return CIRCUIT_OPEN;
    // Half open: other calls are rejected while one trial call is running.
    if (failures >= FAILURES_TO_OPEN) openUntil = now + pauseMs;
    const answer = await ask();
    await note(answer);
    return answer;
  };
  return { run, isOpen };
};
