/** What an injected fault does to a call. Each service maps its own kinds of faults to these effects. */
import { setTimeout as delay } from "node:timers/promises";

export type Effect =
  /** The call runs late. */
  | { readonly kind: "delay"; readonly delayMs: number }
  /** The call fails: without running, or with `ran` after it has run and its answer was lost. */
  | { readonly kind: "fail"; readonly ran: boolean; error(): Error }
  /** The call runs several times: in sequence, or with `overlap` in parallel. */
  | { readonly kind: "repeat"; readonly copies: number; readonly overlap: boolean };

export type Wait = (delayMs: number) => Promise<unknown>;

/** The timer must not keep the process alive after the caller timed out. */
const waitUnreferenced: Wait = (delayMs) => delay(delayMs, undefined, { ref: false });

/** Runs the call under the effect, if there is one. */
export async function underEffect<Answer>(
  effect: Effect | undefined,
  call: () => Promise<Answer>,
  wait: Wait = waitUnreferenced,
): Promise<Answer> {
  switch (effect?.kind) {
    case undefined:
      return call();
    case "delay":
      await wait(effect.delayMs);
      return call();
    case "fail":
      if (effect.ran) await call();
      throw effect.error();
    case "repeat":
      return repeated(effect, call);
  }
}

/** Returns the answer of the last run, as Cognito does after it timed out on the earlier ones. */
async function repeated<Answer>(
  { copies, overlap }: { copies: number; overlap: boolean },
  once: () => Promise<Answer>,
): Promise<Answer> {
  if (overlap) {
    const others = Array.from({ length: copies - 1 }, once);
    const [last] = await Promise.all([once(), ...others]);
    return last;
  }
  for (let copy = 1; copy < copies; copy += 1) await once();
  return once();
}
