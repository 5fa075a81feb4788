/** Repeats a call, with pauses, until its answer is final or the time is over. */
import type { Ports } from "../ports/index.js";

export type RepeatDeps = Pick<Ports, "clock" | "minimumDuration">;

/** Returns the last answer. The first call is made at once. */
export const repeatWhile = async <Answer>(
  { clock, minimumDuration }: RepeatDeps,
  call: () => Promise<Answer>,
  isPassing: (answer: Answer) => boolean,
  { longestMs, pauseMs }: { readonly longestMs: number; readonly pauseMs: number },
): Promise<Answer> => {
  const began = clock.now().getTime();
  for (;;) {
    const answer = await call();
    const now = clock.now().getTime();
    if (!isPassing(answer) || now - began >= longestMs) return answer;
    await minimumDuration.until(new Date(now + pauseMs));
  }
};
