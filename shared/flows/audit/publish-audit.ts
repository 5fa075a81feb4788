/**
 * Publishes recorded audit events to the event bus and acknowledges those that it took. Their order
 * is in their numbers: an entry that the bus refuses is sent again after its siblings.
 * Used by the relay, which is fed by the table's stream, and by the sweeper, which looks for what
 * the stream missed. At least once: consumers tell repetitions by the event's id.
 */
import type { RecordedAuditEvent } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";

type Deps = Pick<Ports, "bus" | "outbox">;

const BATCH = 10; // PutEvents takes no more entries
const ATTEMPTS = 3;
const BARREN_BATCHES = 3;

/** Answers the events that the bus did not take after three tries; all others are acknowledged. */
export const publishAudit = async (
  deps: Deps,
  events: readonly RecordedAuditEvent[],
): Promise<{ published: number; failed: RecordedAuditEvent[] }> => {
  const failed: RecordedAuditEvent[] = [];
  let barren = 0;
  for (let start = 0; start < events.length; start += BATCH) {
    const batch = events.slice(start, start + BATCH);
    const rest = await publishBatch(deps, batch);
    failed.push(...rest);
    const taken = batch.filter((event) => !rest.includes(event));
    if (taken.length > 0) await deps.outbox.acknowledge(taken);
    // One batch can be the batch's own fault. A bus that takes nothing of several is down, and asking on
    // would outlast the function: the caller comes back with the rest.
    barren = taken.length === 0 ? barren + 1 : 0;
    if (barren === BARREN_BATCHES) {
      failed.push(...events.slice(start + BATCH));
      break;
    }
  }
  return { published: events.length - failed.length, failed };
};

// A 200 from the bus can still refuse single entries: only those are sent again.
const publishBatch = async (
  deps: Deps,
  batch: readonly RecordedAuditEvent[],
): Promise<readonly RecordedAuditEvent[]> => {
  let rest = batch;
  for (let attempt = 0; attempt < ATTEMPTS && rest.length > 0; attempt += 1) {
    const { failed } = await deps.bus.publish(rest);
    rest = rest.filter((_, index) => failed.includes(index));
  }
  return rest;
};

const SWEEP_AGE_MS = 2 * 60_000;
const SWEEP_LIMIT = 500;

/** Publishes what was recorded more than two minutes before `now` and never acknowledged. */
export const sweepAudit = async (
  deps: Deps & Pick<Ports, "clock">,
): Promise<{ published: number; failed: number }> => {
  const olderThan = new Date(deps.clock.now().getTime() - SWEEP_AGE_MS);
  const events = await deps.outbox.unpublished(olderThan, SWEEP_LIMIT);
  const { published, failed } = await publishAudit(deps, events);
  return { published, failed: failed.length };
};
