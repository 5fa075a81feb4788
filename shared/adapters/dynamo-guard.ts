/**
 * Attempt counters and outage notes in the guard table. DynamoDB deletes expired rows days late,
 * so every read compares the time itself.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { AuthError } from "../domain/errors.js";
import type { ThrottleRule } from "../domain/throttle-rule.js";
import type { Clock, Logger, Metrics, Outages, Throttle } from "../ports.js";

export type GuardStore = {
  readonly client: DynamoDBDocumentClient;
  readonly guardTable: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

const secondsOf = (clock: Clock): number => Math.floor(clock.now().getTime() / 1000);

// The window is part of the key: a new window starts from nothing, whatever TTL has not deleted yet.
const windowOf = ({ name, windowSeconds }: ThrottleRule, key: string, now: number) => {
  const index = Math.floor(now / windowSeconds);
  return { pk: `THROTTLE#${name}#${key}#${index}`, endsAt: (index + 1) * windowSeconds };
};

export const dynamoThrottle = (store: GuardStore): Throttle => ({
  take: async (rule, key) => {
    const now = secondsOf(store.clock);
    const { pk, endsAt } = windowOf(rule, key, now);
    try {
      await store.client.send(
        new UpdateCommand({
          TableName: store.guardTable,
          Key: { pk },
          UpdateExpression: "ADD attempts :one SET expires_at = :end",
          ConditionExpression: "attribute_not_exists(attempts) OR attempts < :limit",
          ExpressionAttributeValues: { ":one": 1, ":end": endsAt, ":limit": rule.limit },
        }),
      );
      return { allowed: true, retryAfterSeconds: 0 };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        return { allowed: false, retryAfterSeconds: endsAt - now };
      }
      return uncounted(store, rule, error);
    }
  },
  giveBack: async (rule, key) => {
    const { pk } = windowOf(rule, key, secondsOf(store.clock));
    await quietly(store, async () => {
      await store.client.send(
        new UpdateCommand({
          TableName: store.guardTable,
          Key: { pk },
          UpdateExpression: "ADD attempts :minus",
          ConditionExpression: "attempts > :none",
          ExpressionAttributeValues: { ":minus": -1, ":none": 0 },
        }),
      );
    });
  },
});

const uncounted = (store: GuardStore, rule: ThrottleRule, error: unknown) => {
  store.metrics.count("throttle_uncounted");
  if (rule.whenUncounted === "refuse") throw new AuthError("temporarily_unavailable", { cause: error });
  return { allowed: true, retryAfterSeconds: 0 };
};

const quietly = async (store: GuardStore, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    // Nothing to give back: the window is over, or was never counted.
    if (error instanceof ConditionalCheckFailedException) return;
    store.logger.log("warn", "guard table not written", {
      errorName: error instanceof Error ? error.name : "unknown",
    });
  }
};

const OUTAGE_SECONDS = 30;

export const dynamoOutages = (store: GuardStore): Outages => ({
  report: (dependency) =>
    quietly(store, async () => {
      const until = secondsOf(store.clock) + OUTAGE_SECONDS;
      await store.client.send(
        new PutCommand({
          TableName: store.guardTable,
          Item: { pk: `OUTAGE#${dependency}`, expires_at: until },
        }),
      );
    }),
  isDown: async (dependency) => {
    try {
      const { Item } = await store.client.send(
        new GetCommand({
          TableName: store.guardTable,
          Key: { pk: `OUTAGE#${dependency}` },
          ConsistentRead: true,
        }),
      );
      return Item !== undefined && Number(Item.expires_at) > secondsOf(store.clock);
    } catch {
      return true;
    }
  },
});
