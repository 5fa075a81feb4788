/** Attempt counters in the guard table. */
import { AuthError } from "../../../domain/errors.js";
import { pauseAfter, refillSeconds, type ThrottleRule, waitOf } from "../../../domain/throttle-rule.js";
import type { Attempt, Throttle } from "../../../ports/index.js";
import { Columns } from "../columns.js";
import { type GuardStore, quietly, secondsOf, writes } from "../guard-store.js";
import type { Row } from "../rows.js";

type Window = { readonly pk: string; readonly endsAt: number; readonly now: number };

// The window is part of the key, so a new window starts at zero even if TTL has not deleted the old row.
const windowOf = ({ name, windowSeconds, beyond }: ThrottleRule, key: string, now: number): Window => {
  // Attempts that come back one by one have no window. Later, the row is as good as none.
  if (beyond === "refill") return { pk: `THROTTLE#${name}#${key}`, endsAt: now + 2 * windowSeconds, now };
  const index = Math.floor(now / windowSeconds);
  return { pk: `THROTTLE#${name}#${key}#${index}`, endsAt: (index + 1) * windowSeconds, now };
};

export const dynamoThrottle = (store: GuardStore): Throttle => ({
  take: async (rule, key) => {
    const window = windowOf(rule, key, secondsOf(store.clock));
    try {
      for (let attempt = 0; attempt < RACES; attempt += 1) {
        const count = rule.beyond === "refill" ? countRefilled : countWithin;
        if (await count(store, rule, window)) return ALLOWED;
        const answer = await countBeyond(store, rule, window);
        if (answer !== "changed") return answer;
      }
      return { allowed: false, retryAfterSeconds: 1 };
    } catch (error) {
      store.metrics.count("throttle_uncounted");
      throw new AuthError("temporarily_unavailable", { cause: error });
    }
  },
  refund: async (rule, key, attemptNumber) => {
    const { pk, now } = windowOf(rule, key, secondsOf(store.clock));
    await quietly(store, async () => {
      if (rule.beyond === "refill") return refundRefilled(store, rule, { pk, now });
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

/** The key of a counter's row in the present window. */
export const counterRowKey = (
  store: GuardStore,
  rule: ThrottleRule,
  key: string,
): { readonly pk: string } => ({
  pk: windowOf(rule, key, secondsOf(store.clock)).pk,
});

/** What the row of a `refuse` rule allows. Replaces one that cannot be read, as if an attempt was counted on it. */
export const attemptBy = async (
  store: GuardStore,
  rule: ThrottleRule,
  key: string,
  row: Row | undefined,
): Promise<Attempt> => {
  const window = windowOf(rule, key, secondsOf(store.clock));
  const counter = counterFrom(store, row ?? { pk: window.pk });
  if (counter === "unreadable") await fill(store, rule, window);
  else if (counter.used < rule.limit) return ALLOWED;
  return { allowed: false, retryAfterSeconds: window.endsAt - window.now };
};

const ALLOWED = { allowed: true, retryAfterSeconds: 0 };
/** How often an attempt is counted again because another one changed the count in between. */
const RACES = 3;

const countWithin = (
  store: GuardStore,
  { limit }: ThrottleRule,
  { pk, endsAt, now }: Window,
): Promise<boolean> =>
  writes(store, {
    Key: { pk },
    UpdateExpression: "ADD attempts :one SET expires_at = :end, counted_at = :now",
    ConditionExpression: "attribute_not_exists(attempts) OR attempts < :limit",
    ExpressionAttributeValues: { ":one": 1, ":end": endsAt, ":now": now, ":limit": limit },
  });

// `full_at` is the time at which all attempts are back. Each attempt moves it on; the limit is how far it may be away.
const countRefilled = async (
  store: GuardStore,
  rule: ThrottleRule,
  { pk, endsAt, now }: Window,
): Promise<boolean> => {
  const isFull = await writes(store, {
    Key: { pk },
    UpdateExpression: "SET full_at = :next, expires_at = :end",
    ConditionExpression: "attribute_not_exists(full_at) OR full_at <= :now",
    ExpressionAttributeValues: { ":end": endsAt, ":now": now, ":next": now + refillSeconds(rule) },
  });
  if (isFull) return true;
  return writes(store, {
    Key: { pk },
    UpdateExpression: "SET full_at = full_at + :part, expires_at = :end",
    ConditionExpression: "full_at > :now AND full_at <= :latest",
    ExpressionAttributeValues: {
      ...{ ":end": endsAt, ":now": now, ":part": refillSeconds(rule) },
      ":latest": now + rule.windowSeconds,
    },
  });
};

const refundRefilled = (
  store: GuardStore,
  rule: ThrottleRule,
  { pk, now }: Pick<Window, "pk" | "now">,
): Promise<boolean> =>
  writes(store, {
    Key: { pk },
    UpdateExpression: "SET full_at = full_at - :part",
    ConditionExpression: "full_at > :now",
    ExpressionAttributeValues: { ":part": refillSeconds(rule), ":now": now },
  });

const countBeyond = async (
  store: GuardStore,
  rule: ThrottleRule,
  window: Window,
): Promise<Attempt | "changed"> => {
  const { pk, endsAt, now } = window;
  const counter = await readCounter(store, pk);
  if (counter === "unreadable") {
    await fill(store, rule, window);
    return "changed";
  }
  const { used, nextAt, countedAt, fullAt } = counter;
  if (rule.beyond === "refill") {
    const waits = fullAt - rule.windowSeconds - now;
    return waits > 0 ? { allowed: false, retryAfterSeconds: waits } : "changed";
  }
  if (used < rule.limit) return "changed";
  const until = rule.beyond === "refuse" ? endsAt : Math.min(nextAt, endsAt);
  if (until > now) return { allowed: false, retryAfterSeconds: waitOf(rule, { until, countedAt }, now) };
  // The condition on the count lets one of several concurrent attempts after a pause pass.
  const attemptNumber = used + 1;
  const counted = await writes(store, {
    Key: { pk },
    UpdateExpression: "SET attempts = :next, next_at = :at",
    ConditionExpression: "attempts = :used",
    ExpressionAttributeValues: {
      ":next": attemptNumber,
      ":used": used,
      ":at": now + pauseAfter(attemptNumber - rule.limit),
    },
  });
  return counted ? { ...ALLOWED, attemptNumber } : "changed";
};

type Counter = {
  readonly used: number;
  readonly nextAt: number;
  readonly countedAt: number | undefined;
  readonly fullAt: number;
};

const readCounter = async (store: GuardStore, pk: string): Promise<Counter | "unreadable"> =>
  counterFrom(store, (await store.documents.get(store.guardTable, { pk })) ?? { pk });

const counterFrom = (store: GuardStore, row: Row): Counter | "unreadable" => {
  const columns = new Columns("guard", row);
  try {
    return {
      used: columns.optionalNumber("attempts") ?? 0,
      nextAt: columns.optionalNumber("next_at") ?? 0,
      countedAt: columns.optionalNumber("counted_at"),
      fullAt: columns.optionalNumber("full_at") ?? 0,
    };
  } catch (error) {
    if (!(error instanceof AuthError) || error.row === undefined) throw error;
    store.metrics.count("throttle_row_unreadable");
    store.logger.log("error", "throttle counter of another type replaced", { row: error.row });
    return "unreadable";
  }
};

/** Replaces a row that cannot be read by one without remaining attempts: an unreadable row never allows more attempts. */
const fill = (store: GuardStore, rule: ThrottleRule, { pk, endsAt, now }: Window): Promise<void> =>
  store.documents.put(store.guardTable, {
    pk,
    attempts: rule.limit,
    next_at: now + pauseAfter(1),
    full_at: now + rule.windowSeconds + refillSeconds(rule),
    expires_at: endsAt,
  });

const endPause = (store: GuardStore, pk: string, attemptNumber: number): Promise<boolean> =>
  writes(store, {
    Key: { pk },
    UpdateExpression: "SET attempts = :less REMOVE next_at",
    ConditionExpression: "attempts = :attemptNumber",
    ExpressionAttributeValues: { ":less": attemptNumber - 1, ":attemptNumber": attemptNumber },
  });
