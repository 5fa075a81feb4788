/**
 * Publishes recorded audit events to the event bus and acknowledges those that it took. Their order
 * is in their numbers: an entry that the bus refuses is sent again after its siblings.
 * Used by the relay, which is fed by the table's stream, and by the sweeper, which looks for what
 * the stream missed. At least once: consumers tell repetitions by the event's id.
 */
import type { RecordedAuditEvent } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";

export type PublishAuditDeps = Pick<Ports, "bus" | "outbox">;
export type SweepAuditDeps = PublishAuditDeps & Pick<Ports, "clock">;

const BATCH = 10; // PutEvents takes no more entries
const ATTEMPTS = 3;
const BARREN_BATCHES = 3;

export type Published = {
  readonly published: number;
  readonly failed: readonly RecordedAuditEvent[];
  /** The name of the last error of the bus. */
  readonly cause: string | undefined;
};

/** Answers the events that the bus did not take after three tries; all others are acknowledged. */
export const publishAudit = async (
  deps: PublishAuditDeps,
  events: readonly RecordedAuditEvent[],
): Promise<Published> => {
  const failed: RecordedAuditEvent[] = [];
  let cause: string | undefined;
  let barren = 0;
  for (let start = 0; start < events.length; start += BATCH) {
    const batch = events.slice(start, start + BATCH);
    const { rest, cause: reason } = await publishBatch(deps, batch);
    cause = reason ?? cause;
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
  return { published: events.length - failed.length, failed, cause };
};

// A 200 from the bus can still refuse single entries: only those are sent again.
const publishBatch = async (
  deps: PublishAuditDeps,
  batch: readonly RecordedAuditEvent[],
): Promise<{ rest: readonly RecordedAuditEvent[]; cause: string | undefined }> => {
  let rest = batch;
  let cause: string | undefined;
  for (let attempt = 0; attempt < ATTEMPTS && rest.length > 0; attempt += 1) {
    const answer = await deps.bus.publish(rest);
    rest = rest.filter((_, index) => answer.failed.includes(index));
    cause = answer.cause;
  }
  return { rest, cause: rest.length > 0 ? cause : undefined };
};

const SWEEP_AGE_MS = 2 * 60_000;
const SWEEP_LIMIT = 500;

/**
 * Publishes what was recorded more than two minutes before `now` and never acknowledged. `oldestSeconds`: the age of the
 * oldest event that is still unpublished afterwards; 0 when there is none.
 */
export const sweepAudit = async (
  deps: SweepAuditDeps,
): Promise<Omit<Published, "failed"> & { readonly failed: number; readonly oldestSeconds: number }> => {
  const now = deps.clock.now().getTime();
  const olderThan = new Date(now - SWEEP_AGE_MS);
  const events = await deps.outbox.unpublished(olderThan, SWEEP_LIMIT);
  const { published, failed, cause } = await publishAudit(deps, events);
  const oldest = Math.min(now, ...failed.map(({ at }) => Date.parse(at)));
  return { published, failed: failed.length, cause, oldestSeconds: Math.floor((now - oldest) / 1000) };
};
