/** Notes in the guard table that a dependency is down. */
import type { Outages } from "../../../ports/index.js";
import { Columns } from "../columns.js";
import { type GuardStore, quietly, secondsOf, writes } from "../guard-store.js";

/** The lifetime of a note without further calls. A response of the dependency clears the note earlier. */
const OUTAGE_SECONDS = 5 * 60;

const keyOf = (dependency: string) => ({ pk: `OUTAGE#${dependency}` });

const noteOutage = (store: GuardStore, dependency: string, seconds: number): Promise<void> =>
  quietly(store, () =>
    // The time of the last probe stays.
    writes(store, {
      Key: keyOf(dependency),
      UpdateExpression: "SET expires_at = :end",
      ExpressionAttributeValues: { ":end": secondsOf(store.clock) + seconds },
    }),
  );

export const dynamoOutages = (store: GuardStore): Outages => ({
  report: (dependency) => noteOutage(store, dependency, OUTAGE_SECONDS),
  clear: (dependency) => noteOutage(store, dependency, 0),
  isDown: async (dependency) => {
    try {
      const row = await store.documents.get(store.guardTable, keyOf(dependency));
      return row !== undefined && new Columns("guard", row).number("expires_at") > secondsOf(store.clock);
    } catch {
      return true;
    }
  },
  takeProbe: async (dependency, pauseMs) => {
    const now = store.clock.now().getTime();
    try {
      return await writes(store, {
        Key: keyOf(dependency),
        UpdateExpression: "SET probed_ms = :now",
        ConditionExpression:
          "expires_at > :seconds AND (attribute_not_exists(probed_ms) OR probed_ms <= :before)",
        ExpressionAttributeValues: {
          ":now": now,
          ":seconds": secondsOf(store.clock),
          ":before": now - pauseMs,
        },
      });
    } catch {
      return false;
    }
  },
});
