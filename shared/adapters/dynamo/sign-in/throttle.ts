/** Attempt counters in the guard table. */
import { AuthError } from "../../../domain/errors.js";
import { pauseSeconds, type ThrottleRule } from "../../../domain/throttle-rule.js";
import type { Throttle } from "../../../ports/index.js";
import { type GuardStore, quietly, secondsOf, writes } from "../guard-store.js";

// The window is part of the key, so a new window starts at zero even if TTL has not deleted the old row.
const windowOf = ({ name, windowSeconds }: ThrottleRule, key: string, now: number) => {
  const index = Math.floor(now / windowSeconds);
  return { pk: `THROTTLE#${name}#${key}#${index}`, endsAt: (index + 1) * windowSeconds };
};

export const dynamoThrottle = (store: GuardStore): Throttle => ({
  take: async (rule, key) => {
    const now = secondsOf(store.clock);
    const window = windowOf(rule, key, now);
    try {
      if (await countWithin(store, rule, window)) return ALLOWED;
      if (rule.beyond === "refuse") return { allowed: false, retryAfterSeconds: window.endsAt - now };
      return await countBeyond(store, rule, { ...window, now });
    } catch (error) {
      return uncounted(store, rule, error);
    }
  },
  giveBack: async (rule, key) => {
    const { pk } = windowOf(rule, key, secondsOf(store.clock));
    await quietly(store, () =>
      // If the condition fails, there is nothing to give back: the window is over, or the attempt was not
      // counted.
      writes(store, {
        Key: { pk },
        UpdateExpression: "ADD attempts :minus",
        ConditionExpression: "attempts > :none",
        ExpressionAttributeValues: { ":minus": -1, ":none": 0 },
      }),
    );
  },
});

const ALLOWED = { allowed: true, retryAfterSeconds: 0 };

const countWithin = (
  store: GuardStore,
  { limit }: ThrottleRule,
  { pk, endsAt }: { pk: string; endsAt: number },
): Promise<boolean> =>
  writes(store, {
    Key: { pk },
    UpdateExpression: "ADD attempts :one SET expires_at = :end",
    ConditionExpression: "attribute_not_exists(attempts) OR attempts < :limit",
    ExpressionAttributeValues: { ":one": 1, ":end": endsAt, ":limit": limit },
  });

// The condition on the count lets one of several concurrent attempts after a pause pass.
const countBeyond = async (
  store: GuardStore,
  { limit }: ThrottleRule,
  { pk, now }: { pk: string; now: number },
): Promise<{ allowed: boolean; retryAfterSeconds: number }> => {
  const row = await store.documents.get(store.guardTable, { pk });
  const used = Number(row?.attempts ?? limit);
  const nextAt = Number(row?.next_at ?? 0);
  if (nextAt > now) return { allowed: false, retryAfterSeconds: nextAt - now };
  const pause = pauseSeconds(Math.max(1, used + 1 - limit));
  const counted = await writes(store, {
    Key: { pk },
    UpdateExpression: "SET attempts = :next, next_at = :at",
    ConditionExpression: "attempts = :used",
    ExpressionAttributeValues: { ":next": used + 1, ":used": used, ":at": now + pause },
  });
  return counted ? ALLOWED : { allowed: false, retryAfterSeconds: pause };
};

const uncounted = (store: GuardStore, rule: ThrottleRule, error: unknown) => {
  store.metrics.count("throttle_uncounted");
  if (rule.whenUncounted === "refuse") throw new AuthError("temporarily_unavailable", { cause: error });
  return { allowed: true, retryAfterSeconds: 0 };
};
