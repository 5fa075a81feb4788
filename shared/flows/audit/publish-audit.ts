/**
 * Publishes recorded audit events to the event bus and acknowledges those that the bus accepted. An event's
 * number gives its order: a refused entry is sent again after the others of its batch. Used by the relay,
 * which reads the table's stream, and by the sweeper, which finds events that the stream missed. Delivery is
 * at least once: consumers deduplicate by event id.
 */
import type { RecordedAuditEvent } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";

export type PublishAuditDeps = Pick<Ports, "bus" | "outbox">;
export type SweepAuditDeps = PublishAuditDeps & Pick<Ports, "clock">;

const BATCH = 10; // the maximum of PutEvents
const ATTEMPTS = 3;
const REFUSED_BATCHES_LIMIT = 3;

export type Published = {
  readonly published: number;
  readonly failed: readonly RecordedAuditEvent[];
  /** The name of the bus's last error. */
  readonly cause: string | undefined;
};

/** `failed`: the events that the bus refused three times. All others are acknowledged. */
export const publishAudit = async (
  deps: PublishAuditDeps,
  events: readonly RecordedAuditEvent[],
): Promise<Published> => {
  const failed: RecordedAuditEvent[] = [];
  let cause: string | undefined;
  let refusedBatches = 0;
  for (let start = 0; start < events.length; start += BATCH) {
    const batch = events.slice(start, start + BATCH);
    const { rest, cause: reason } = await publishBatch(deps, batch);
    cause = reason ?? cause;
    failed.push(...rest);
    const taken = batch.filter((event) => !rest.includes(event));
    if (taken.length > 0) await deps.outbox.acknowledge(taken);
    // One batch may be refused because of its contents. A bus that refuses several whole batches is down, and
    // more attempts would exceed the function's timeout: the caller retries the rest later.
    refusedBatches = taken.length === 0 ? refusedBatches + 1 : 0;
    if (refusedBatches === REFUSED_BATCHES_LIMIT) {
      failed.push(...events.slice(start + BATCH));
      break;
    }
  }
  return { published: events.length - failed.length, failed, cause };
};

// The bus can return 200 and still refuse single entries: only those are sent again.
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
 * Publishes events that were recorded more than two minutes ago and never acknowledged. `oldestSeconds`: the
 * age of the oldest event that is still unpublished afterwards, or 0.
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
