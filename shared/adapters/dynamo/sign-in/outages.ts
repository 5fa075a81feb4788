/** Notes in the guard table that a dependency is down. */
import type { Outages } from "../../../ports/index.js";
import { type GuardStore, quietly, secondsOf } from "../guard-store.js";

/** The lifetime of a note without further calls. A response of the dependency clears the note earlier. */
const OUTAGE_SECONDS = 5 * 60;

const noteOutage = (store: GuardStore, dependency: string, seconds: number): Promise<void> =>
  quietly(store, () =>
    store.documents.put(store.guardTable, {
      pk: `OUTAGE#${dependency}`,
      expires_at: secondsOf(store.clock) + seconds,
    }),
  );

export const dynamoOutages = (store: GuardStore): Outages => ({
  report: (dependency) => noteOutage(store, dependency, OUTAGE_SECONDS),
  clear: (dependency) => noteOutage(store, dependency, 0),
  isDown: async (dependency) => {
    try {
      const row = await store.documents.get(store.guardTable, { pk: `OUTAGE#${dependency}` });
      return row !== undefined && Number(row.expires_at) > secondsOf(store.clock);
    } catch {
      return true;
    }
  },
});
