/** The audit table: recording events, finding those that nobody published, acknowledging them. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type RecordedAuditEvent, recordedFrom } from "../domain/audit-event.js";
import type { AuditLog, AuditOutbox } from "../ports.js";
import { type AuditFallback, recording } from "./audit-recording.js";
import { OUTBOX_PARTITIONS } from "./documents-audit-commit.js";
import { commit, type DynamoAuditStore } from "./dynamo-audit-commit.js";
import { auditEventKey } from "./dynamo-keys.js";
import { orUnavailable } from "./unavailable.js";

export const dynamoAuditLog = (store: DynamoAuditStore, fallback: AuditFallback): AuditLog =>
  recording((event) => commit(store, [], event), fallback);

const UNPUBLISHED_INDEX = "unpublished";

export const dynamoAuditOutbox = ({ client, auditTable }: Omit<DynamoAuditStore, "clock">): AuditOutbox => ({
  acknowledge: (events) =>
    orUnavailable(async () => {
      await Promise.all(events.map((event) => acknowledgeOne(client, auditTable, event)));
    }),
  unpublished: (olderThan, limit) =>
    orUnavailable(async () => {
      const rows = await Promise.all(
        OUTBOX_PARTITIONS.map((partition) => queryPartition(client, auditTable, partition, olderThan, limit)),
      );
      return rows.flat().sort(byAge).slice(0, limit).map(eventFrom);
    }),
});

type OutboxRow = Readonly<Record<string, unknown>>;

// Over all partitions: otherwise events that cannot be published would hold up those of other subjects.
const byAge = (one: OutboxRow, other: OutboxRow): number => {
  const [first, second] = [String(one.recorded_at), String(other.recorded_at)];
  if (first !== second) return first < second ? -1 : 1;
  return Number(one.sequence) - Number(other.sequence);
};

const eventFrom = (row: OutboxRow): RecordedAuditEvent =>
  recordedFrom({
    event: String(row.event),
    sequence: Number(row.sequence),
    hash: String(row.hash),
    previousHash: String(row.previous_hash),
  });

const queryPartition = async (
  client: DynamoDBDocumentClient,
  auditTable: string,
  partition: string,
  olderThan: Date,
  limit: number,
): Promise<OutboxRow[]> => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: auditTable,
      IndexName: UNPUBLISHED_INDEX,
      KeyConditionExpression: "outbox = :partition AND recorded_at < :before",
      ExpressionAttributeValues: { ":partition": partition, ":before": olderThan.toISOString() },
      Limit: limit,
    }),
  );
  return Items;
};

// One by one: the relay and the sweeper may acknowledge the same event at the same moment.
const acknowledgeOne = async (
  client: DynamoDBDocumentClient,
  auditTable: string,
  { subject, sequence }: RecordedAuditEvent,
): Promise<void> => {
  try {
    await client.send(
      new UpdateCommand({
        TableName: auditTable,
        Key: auditEventKey(subject, sequence),
        UpdateExpression: "REMOVE outbox",
        ConditionExpression: "attribute_exists(pk)",
      }),
    );
  } catch (error) {
    // The row is gone: whatever removed it had seen its event published.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
