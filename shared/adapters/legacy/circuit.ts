/**
 * Circuit breaker, per function instance: after five consecutive failures, calls are suspended for a pause.
 * Then one trial call decides. Other calls are made only after an instance has ended the outage.
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
  kind === "unavailable" && !/^(status_4(?!29)|no_time_left|floor_reached|record_malformed)/.test(reason);

export const CIRCUIT_OPEN: Unavailable = { kind: "unavailable", reason: "circuit_open" };

/** `run` forwards calls while the circuit is closed, and returns `CIRCUIT_OPEN` while it is open. */
export const circuit = ({
  clock,
  pauseMs,
  failed = async () => undefined,
  answered = async () => undefined,
  isDown = async () => false,
}: {
  readonly clock: Clock;
  readonly pauseMs: number;
  readonly failed?: () => Promise<void>;
  /** Called after an answer to a trial call. */
  readonly answered?: () => Promise<void>;
  /** Whether the outage goes on, as far as other instances know. */
  readonly isDown?: () => Promise<boolean>;
}) => {
  let failures = 0;
  let openUntil = 0;
  let downUntil = 0;

  // Asked once in a pause. It does not lengthen the pause, because user requests would then keep out every trial.
  const isStillDown = async (now: number): Promise<boolean> => {
    if (now < downUntil) return true;
    downUntil = now + pauseMs;
    if (await isDown()) return true;
    downUntil = 0;
    return false;
  };

  const note = async (answer: Answered, trial: boolean): Promise<void> => {
    if (saysDown(answer)) {
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) openUntil = clock.now().getTime() + pauseMs;
      await failed();
    } else if (answer.kind !== "unavailable") {
      failures = 0;
      openUntil = 0;
      if (trial) await answered();
    }
  };

  const isOpen = (): boolean => clock.now().getTime() < openUntil;
  const run = async <Answer extends Answered>(
    ask: () => Promise<Answer>,
    trial = true,
  ): Promise<Answer | Unavailable> => {
    const now = clock.now().getTime();
    if (now < openUntil) return CIRCUIT_OPEN;
    if (failures >= FAILURES_TO_OPEN) {
      if (!trial && (await isStillDown(now))) return CIRCUIT_OPEN;
      // Half open: other calls are rejected while one trial call is running.
      openUntil = now + pauseMs;
    }
    const answer = await ask();
    await note(answer, trial);
    return answer;
  };
  return { run, isOpen };
};
