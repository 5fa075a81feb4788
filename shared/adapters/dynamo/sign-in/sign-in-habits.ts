/**
 * Each user's usual sign-in sources, in the guard table. Of two concurrent sign-ins, one may overwrite the
 * other.
 */
import { learnFrom } from "../../../domain/sign-in-habits.js";
import type { SignInHabits } from "../../../ports/sign-in-habits.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { type GuardStore, secondsOf } from "../guard-store.js";

const KEPT_SECONDS = 180 * 24 * 60 * 60;
/** A sign-in like the last one is not written again within this time. */
const REFRESHED_AFTER_SECONDS = 24 * 60 * 60;

export const dynamoSignInHabits = ({ documents, guardTable, clock }: GuardStore): SignInHabits => ({
  learn: (userId, seen, first) =>
    orUnavailable(async () => {
      const key = { pk: `HABITS#${userId}` };
      const row = await documents.get(guardTable, key);
      const now = secondsOf(clock);
      const stored = row && new Columns("guard", row);
      const current = stored !== undefined && stored.number("expires_at") > now ? stored : undefined;
      const known = current && {
        devices: current.texts("devices"),
        countries: current.texts("countries"),
        since: current.optionalNumber("since") ?? 0,
      };
      const { habits, news, isStored } = learnFrom({ stored: known, first }, { userId, seen }, now);
      const expiresAt = now + KEPT_SECONDS;
      const isFresh = expiresAt - (current?.number("expires_at") ?? 0) < REFRESHED_AFTER_SECONDS;
      if (isStored && (!isFresh || JSON.stringify(habits) !== JSON.stringify(known)))
        await documents.put(guardTable, { ...key, ...habits, expires_at: expiresAt });
      return news;
    }),
});
