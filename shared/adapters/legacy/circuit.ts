/**
 * Circuit breaker, per function instance: after five consecutive failures, calls are suspended for a pause.
 * Then one trial call decides, unless the outage goes on, as far as other instances know.
 */
import { showsOutage } from "../../domain/legacy-outage.js";
import type { Clock } from "../../ports/index.js";

type Unavailable = { readonly kind: "unavailable"; readonly reason: string };
type Answered = { readonly kind: string; readonly reason?: string };

const FAILURES_TO_OPEN = 5;

export const CIRCUIT_OPEN: Unavailable = { kind: "unavailable", reason: "circuit_open" };

/** `run` forwards calls while the circuit is closed, and returns `CIRCUIT_OPEN` while it is open. */
export const circuit = ({
  clock,
  pauseMs,
  failed = async () => undefined,
  isDown = async () => false,
}: {
  readonly clock: Clock;
  readonly pauseMs: number;
  readonly failed?: () => Promise<void>;
  /** Whether the outage goes on. */
  readonly isDown?: () => Promise<boolean>;
}) => {
  let failures = 0;
  let openUntil = 0;
  let downUntil = 0;

  // Asked once in a pause.
  const isStillDown = async (now: number): Promise<boolean> => {
    if (now < downUntil) return true;
    downUntil = now + pauseMs;
    if (await isDown()) return true;
    downUntil = 0;
    return false;
  };

  const close = (): void => {
    failures = 0;
    openUntil = 0;
    downUntil = 0;
  };

  const note = async (answer: Answered): Promise<void> => {
    if (showsOutage(answer)) {
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) openUntil = clock.now().getTime() + pauseMs;
      await failed();
    } else if (answer.kind !== "unavailable") close();
  };

  const isOpen = (): boolean => clock.now().getTime() < openUntil;
  const run = async <Answer extends Answered>(ask: () => Promise<Answer>): Promise<Answer | Unavailable> => {
    const now = clock.now().getTime();
    if (now < openUntil) return CIRCUIT_OPEN;
    if (failures >= FAILURES_TO_OPEN) {
      if (await isStillDown(now)) return CIRCUIT_OPEN;
      // Half open: other calls are rejected while one trial call is running.
      openUntil = now + pauseMs;
    }
    const answer = await ask();
    await note(answer);
    return answer;
  };
  return { run, isOpen, close };
};
