/** Notes in the guard table that a dependency is down. */
import type { Outages } from "../../../ports/index.js";
import { Columns } from "../columns.js";
import { type GuardStore, quietly, secondsOf, writes } from "../guard-store.js";

/** The lifetime of a note without further calls. A probe that is answered ends the note earlier. */
const OUTAGE_SECONDS = 5 * 60;

/** The row counts until `expires_at`. */
export const outageRowKey = (dependency: string) => ({ pk: `OUTAGE#${dependency}` });
const probeRowKey = (dependency: string) => ({ pk: `PROBE#${dependency}` });

const noteOutage = (store: GuardStore, dependency: string, seconds: number): Promise<void> =>
  quietly(store, () =>
    writes(store, {
      Key: outageRowKey(dependency),
      UpdateExpression: "SET expires_at = :end",
      ExpressionAttributeValues: { ":end": secondsOf(store.clock) + seconds },
    }),
  );

export const dynamoOutages = (store: GuardStore): Outages => ({
  report: (dependency) => noteOutage(store, dependency, OUTAGE_SECONDS),
  clear: (dependency) => noteOutage(store, dependency, 0),
  isDown: async (dependency) => {
    try {
      const row = await store.documents.get(store.guardTable, outageRowKey(dependency));
      return row !== undefined && new Columns("guard", row).number("expires_at") > secondsOf(store.clock);
    } catch {
      return true;
    }
  },
  takeProbe: async (dependency, pauseMs) => {
    const now = store.clock.now().getTime();
    try {
      return await writes(store, {
        Key: probeRowKey(dependency),
        UpdateExpression: "SET probed_ms = :now, expires_at = :end",
        ConditionExpression: "attribute_not_exists(probed_ms) OR probed_ms <= :before",
        ExpressionAttributeValues: {
          ":now": now,
          ":end": secondsOf(store.clock) + OUTAGE_SECONDS,
          ":before": now - pauseMs,
        },
      });
    } catch {
      return false;
    }
  },
});
