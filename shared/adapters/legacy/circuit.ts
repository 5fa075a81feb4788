/**
 * Stops asking a system that is down: after five failures in a row it is left alone for a pause, then
 * one question decides. Per running function.
 */
import type { Clock } from "../../ports/index.js";

type Unavailable = { readonly kind: "unavailable"; readonly reason: string };
type Answered = { readonly kind: string; readonly reason?: string };

const FAILURES_TO_OPEN = 5;

/**
 * Only what says something of the system counts: anybody can provoke an odd answer to an odd
 * question, and could otherwise keep everybody else out.
 */
const saysDown = ({ kind, reason = "" }: Answered): boolean =>
  kind === "unavailable" && !/^(status_4(?!29)|no_time_left|hash_|row_)/.test(reason);

/** Puts questions through while the circuit is closed; answers `circuit_open` in the system's place while it is open. */
export const circuit = ({
  clock,
  pauseMs,
  opened = async () => undefined,
  answered = async () => undefined,
}: {
  readonly clock: Clock;
  readonly pauseMs: number;
  /** The system counts as down from now on. */
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
    // Half open: others are held off while one question is under way.
    if (failures >= FAILURES_TO_OPEN) openUntil = now + pauseMs;
    const answer = await ask();
    await note(answer);
    return answer;
  };
};
