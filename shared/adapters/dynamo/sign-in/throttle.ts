/** Attempt counters in the guard table. */
import { AuthError } from "../../../domain/errors.js";
import { pauseAfter, type ThrottleRule } from "../../../domain/throttle-rule.js";
import type { Attempt, Throttle } from "../../../ports/index.js";
import { Columns } from "../columns.js";
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
      for (let attempt = 0; attempt < RACES; attempt += 1) {
        if (await countWithin(store, rule, window)) return ALLOWED;
        if (rule.beyond === "refuse") return { allowed: false, retryAfterSeconds: window.endsAt - now };
        const answer = await countBeyond(store, rule, { ...window, now });
        if (answer !== "changed") return answer;
      }
      return { allowed: false, retryAfterSeconds: 1 };
    } catch (error) {
      return uncounted(store, rule, error);
    }
  },
  refund: async (rule, key, attemptNumber) => {
    const { pk } = windowOf(rule, key, secondsOf(store.clock));
    await quietly(store, async () => {
      if (attemptNumber !== undefined && (await endPause(store, pk, attemptNumber))) return;
      // If the condition fails, there is nothing to refund: the window is over, or the attempt was not
      // counted.
      await writes(store, {
        Key: { pk },
        UpdateExpression: "ADD attempts :minus",
        ConditionExpression: "attempts > :none",
        ExpressionAttributeValues: { ":minus": -1, ":none": 0 },
      });
    });
  },
});

const ALLOWED = { allowed: true, retryAfterSeconds: 0 };
/** How often an attempt is counted again because another one changed the count in between. */
const RACES = 3;

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
  rule: ThrottleRule,
  { pk, endsAt, now }: { pk: string; endsAt: number; now: number },
): Promise<Attempt | "changed"> => {
  const row = await store.documents.get(store.guardTable, { pk });
  const columns = new Columns("guard", row ?? { pk });
  const used = columns.optionalNumber("attempts") ?? 0;
  if (used < rule.limit) return "changed";
  const nextAt = Math.min(columns.optionalNumber("next_at") ?? 0, endsAt);
  if (nextAt > now) return { allowed: false, retryAfterSeconds: nextAt - now };
  const attemptNumber = used + 1;
  const counted = await writes(store, {
    Key: { pk },
    UpdateExpression: "SET attempts = :next, next_at = :at",
    ConditionExpression: "attempts = :used",
    ExpressionAttributeValues: {
      ":next": attemptNumber,
      ":used": used,
      ":at": now + pauseAfter(rule, attemptNumber - rule.limit),
    },
  });
  return counted ? { ...ALLOWED, attemptNumber } : "changed";
};

const endPause = (store: GuardStore, pk: string, attemptNumber: number): Promise<boolean> =>
  writes(store, {
    Key: { pk },
    UpdateExpression: "SET attempts = :less REMOVE next_at",
    ConditionExpression: "attempts = :attemptNumber",
    ExpressionAttributeValues: { ":less": attemptNumber - 1, ":attemptNumber": attemptNumber },
  });

const uncounted = (store: GuardStore, rule: ThrottleRule, error: unknown) => {
  store.metrics.count("throttle_uncounted");
  if (rule.whenUncounted === "refuse") throw new AuthError("temporarily_unavailable", { cause: error });
  return { allowed: true, retryAfterSeconds: 0 };
};
