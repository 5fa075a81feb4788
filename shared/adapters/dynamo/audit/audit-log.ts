/** The audit table: records events, finds unpublished events, acknowledges published ones. */
import type { RecordedAuditEvent } from "../../../domain/audit-event.js";
import { recordedFrom } from "../../../domain/audit-row.js";
import type { AuditLog, AuditOutbox } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { auditEventKey } from "../row-keys.js";
import { commitDocuments, type DocumentsAuditStore, OUTBOX_PARTITIONS } from "./audit-commit.js";
import { type AuditFallback, recording } from "./audit-recording.js";

export const dynamoAuditLog = (store: DocumentsAuditStore, fallback: AuditFallback): AuditLog =>
  recording((event) => commitDocuments(store, [], event), fallback);

const UNPUBLISHED_INDEX = "unpublished";

type Outbox = Omit<DocumentsAuditStore, "clock">;

export const dynamoAuditOutbox = (store: Outbox): AuditOutbox => ({
  acknowledge: (events) =>
    orUnavailable(async () => {
      await Promise.all(events.map((event) => acknowledgeOne(store, event)));
    }),
  unpublished: (olderThan, limit) =>
    orUnavailable(async () => {
      const rows = await Promise.all(
        OUTBOX_PARTITIONS.map((partition) => queryPartition(store, partition, olderThan, limit)),
      );
      return rows.flat().sort(byAge).slice(0, limit).map(eventFrom);
    }),
});

type OutboxRow = Readonly<Record<string, unknown>>;

// Sorted over all partitions: otherwise events that cannot be published would delay those of other subjects.
const byAge = (one: OutboxRow, other: OutboxRow): number => {
  const [first, second] = [String(one.recorded_at), String(other.recorded_at)];
  if (first !== second) return first < second ? -1 : 1;
  return Number(one.sequence) - Number(other.sequence);
};

const eventFrom = (row: OutboxRow): RecordedAuditEvent =>
  recordedFrom({
    pk: String(row.pk),
    sk: String(row.sk),
    event: String(row.event),
    hash: String(row.hash),
    previousHash: String(row.previous_hash),
    recordedAt: String(row.recorded_at),
  });

const queryPartition = async (
  { documents, auditTable }: Outbox,
  partition: string,
  olderThan: Date,
  limit: number,
): Promise<readonly OutboxRow[]> => {
  const { rows } = await documents.query({
    TableName: auditTable,
    IndexName: UNPUBLISHED_INDEX,
    KeyConditionExpression: "outbox = :partition AND recorded_at < :before",
    ExpressionAttributeValues: { ":partition": partition, ":before": olderThan.toISOString() },
    Limit: limit,
  });
  return rows;
};

// One update per event: the relay and the sweeper may acknowledge the same event at once. A missing row is
// not an error, because events are deleted only after they were published.
const acknowledgeOne = (
  { documents, auditTable }: Outbox,
  { subject, sequence }: RecordedAuditEvent,
): Promise<boolean> =>
  documents.update({
    TableName: auditTable,
    Key: auditEventKey(subject, sequence),
    UpdateExpression: "REMOVE outbox",
    ConditionExpression: "attribute_exists(pk)",
  });
