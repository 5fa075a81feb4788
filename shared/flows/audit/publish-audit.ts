/**
 * Numbers recorded audit events, publishes them to the event bus, and stores the numbers of those that the bus accepted.
 * Used by the relay, which reads the table's stream, and by the sweeper, which finds events that the stream missed. Each
 * step can be repeated: an event keeps its number. Delivery is at least once: consumers deduplicate by event id.
 */
import type { AuditRowKey } from "../../domain/audit/audit-row.js";
import type { NumberedEvent, Ports } from "../../ports/index.js";

export type PublishAuditDeps = Pick<Ports, "bus" | "outbox">;

const ROWS = 100; // the maximum of `number`
const BATCH = 10; // the maximum of PutEvents
const ATTEMPTS = 3;
const REFUSED_BATCHES_LIMIT = 3;

export type Published<Row extends AuditRowKey = AuditRowKey> = {
  readonly published: number;
  /** The rows to work on again later. */
  readonly failed: readonly Row[];
  /** The name of the bus's last error. */
  readonly cause: string | undefined;
};

/** `failed`: rows without a number, and those whose events the bus refused three times. All others are settled. */
export const publishAudit = async <Row extends AuditRowKey>(
  deps: PublishAuditDeps,
  rows: readonly Row[],
): Promise<Published<Row>> => {
  const failed: Row[] = [];
  let published = 0;
  let cause: string | undefined;
  for (let start = 0; start < rows.length; start += ROWS) {
    const page = rows.slice(start, start + ROWS);
    const { events, postponed } = await deps.outbox.number(page);
    const { taken, refused, untried, cause: reason } = await publishAll(deps, events);
    await deps.outbox.settle({ published: taken, refused });
    published += taken.length;
    cause = reason ?? cause;
    const left = new Set([...postponed, ...[...refused, ...untried].map(({ row }) => row)].map(nameOf));
    failed.push(...page.filter((row) => left.has(nameOf(row))));
    if (untried.length > 0) return { published, failed: [...failed, ...rows.slice(start + ROWS)], cause };
  }
  return { published, failed, cause };
};

const nameOf = ({ pk, sk }: AuditRowKey): string => `${pk}/${sk}`;

type Outcome = {
  readonly taken: readonly NumberedEvent[];
  readonly refused: readonly NumberedEvent[];
  /** Not sent, because the bus is down. */
  readonly untried: readonly NumberedEvent[];
  readonly cause: string | undefined;
};

const publishAll = async (deps: PublishAuditDeps, events: readonly NumberedEvent[]): Promise<Outcome> => {
  const taken: NumberedEvent[] = [];
  const refused: NumberedEvent[] = [];
  let cause: string | undefined;
  let refusedBatches = 0;
  for (let start = 0; start < events.length; start += BATCH) {
    const batch = events.slice(start, start + BATCH);
    const { rest, cause: reason } = await publishBatch(deps, batch);
    cause = reason ?? cause;
    refused.push(...rest);
    taken.push(...batch.filter((event) => !rest.includes(event)));
    // One batch may be refused because of its contents. A bus that refuses several whole batches is down, and
    // more attempts would exceed the function's timeout: the caller retries the rest later.
    refusedBatches = rest.length === batch.length ? refusedBatches + 1 : 0;
    if (refusedBatches === REFUSED_BATCHES_LIMIT)
      return { taken, refused, untried: events.slice(start + BATCH), cause };
  }
  return { taken, refused, untried: [], cause };
};

// The bus can return 200 and still refuse single entries: only those are sent again.
const publishBatch = async (
  deps: PublishAuditDeps,
  batch: readonly NumberedEvent[],
): Promise<{ rest: readonly NumberedEvent[]; cause: string | undefined }> => {
  let rest = batch;
  let cause: string | undefined;
  for (let attempt = 0; attempt < ATTEMPTS && rest.length > 0; attempt += 1) {
    const answer = await deps.bus.publish(rest.map(({ event }) => event));
    rest = rest.filter((_, index) => answer.failed.includes(index));
    cause = answer.cause;
  }
  return { rest, cause: rest.length > 0 ? cause : undefined };
};
