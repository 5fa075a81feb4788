/**
 * Started and finished deliveries in the guard table. A delivery counts while its row exists and has not
 * expired.
 */
import type { Deliveries } from "../../../ports/messages.js";
import { type GuardStore, secondsOf, writes } from "../guard-store.js";

const LEASE_SECONDS = 30;
const DONE_SECONDS = 24 * 60 * 60;

export const dynamoDeliveries = (store: GuardStore): Deliveries => {
  const keep = (key: string, seconds: number, condition: object = {}) => {
    const now = secondsOf(store.clock);
    return writes(store, {
      Key: { pk: `DELIVERY#${key}` },
      UpdateExpression: "SET expires_at = :until",
      ExpressionAttributeValues: {
        ":until": now + seconds,
        ...("ConditionExpression" in condition && { ":now": now }),
      },
      ...condition,
    });
  };
  const unguarded = (error: unknown): true => {
    store.metrics.count("delivery_unguarded");
    store.logger.log("warn", "guard table not written", {
      errorName: error instanceof Error ? error.name : "unknown",
    });
    return true;
  };
  const free = { ConditionExpression: "attribute_not_exists(pk) OR expires_at <= :now" };
  return {
    begin: async (key) => ((await keep(key, LEASE_SECONDS, free).catch(unguarded)) ? "ours" : "taken"),
    finish: async (key) => {
      await keep(key, DONE_SECONDS).catch(unguarded);
    },
    abandon: async (key) => {
      await keep(key, 0).catch(unguarded);
    },
  };
};
