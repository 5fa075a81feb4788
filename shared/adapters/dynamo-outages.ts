/** Notes in the guard table that a dependency is down. */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Outages } from "../ports.js";
import { type GuardStore, quietly, secondsOf } from "./dynamo-guard.js";

/** As long as nobody asks the dependency again: whoever gets an answer from it clears the note. */
const OUTAGE_SECONDS = 5 * 60;

const noteOutage = (store: GuardStore, dependency: string, seconds: number): Promise<void> =>
  quietly(store, () =>
    store.client.send(
      new PutCommand({
        TableName: store.guardTable,
        Item: { pk: `OUTAGE#${dependency}`, expires_at: secondsOf(store.clock) + seconds },
      }),
    ),
  );

export const dynamoOutages = (store: GuardStore): Outages => ({
  report: (dependency) => noteOutage(store, dependency, OUTAGE_SECONDS),
  clear: (dependency) => noteOutage(store, dependency, 0),
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
