/** Each user's usual sign-in sources, in memory. */
import { AuthError } from "../domain/errors.js";
import { type Habits, learnFrom } from "../domain/sign-in-habits.js";
import type { Clock } from "../ports/index.js";
import type { SignInHabits } from "../ports/sign-in-habits.js";

export type MemorySignInHabits = SignInHabits & {
  /** While true, every read and write fails. */
  broken: boolean;
};

const KEPT_MS = 180 * 24 * 60 * 60_000;

export const memorySignInHabits = (clock: Clock): MemorySignInHabits => {
  const known = new Map<string, { readonly habits: Habits; readonly until: number }>();
  const store: MemorySignInHabits = {
    broken: false,
    learn: async (userId, seen, first) => {
      if (store.broken) throw new AuthError("temporarily_unavailable");
      const now = clock.now().getTime();
      const held = known.get(userId);
      const stored = held && held.until > now ? held.habits : undefined;
      const { habits, news, isStored } = learnFrom(
        { stored, first },
        { userId, seen },
        Math.floor(now / 1000),
      );
      if (isStored) known.set(userId, { habits, until: now + KEPT_MS });
      return news;
    },
  };
  return store;
};
