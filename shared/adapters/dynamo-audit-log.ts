/** The audit table: recording events, finding those that nobody published, acknowledging them. */
import { type DynamoDBDocumentClient, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { AUDIT_POLICY, type RecordedAuditEvent, recordedFrom } from "../domain/audit-event.js";
import type { AuditLog, AuditOutbox, Logger, Metrics } from "../ports.js";
import { commit, type DynamoAuditStore, OUTBOX_PARTITIONS } from "./dynamo-audit-commit.js";
import { auditEventKey } from "./dynamo-keys.js";
import { orUnavailable } from "./unavailable.js";

export const dynamoAuditLog = (
  store: DynamoAuditStore,
  fallback: { logger: Logger; metrics: Metrics },
): AuditLog => ({
  record: async (event) => {
    try {
      await commit(store, [], event);
    } catch (error) {
      if (AUDIT_POLICY[event.type] === "required") throw error;
      fallback.metrics.count("audit_fallback");
      fallback.logger.log("error", "audit event kept in the log only", { auditEvent: event });
    }
  },
});

export const UNPUBLISHED_INDEX = "unpublished";

export const dynamoAuditOutbox = ({ client, auditTable }: Omit<DynamoAuditStore, "clock">): AuditOutbox => ({
  acknowledge: (events) =>
    orUnavailable(async () => {
      await client.send(
        new TransactWriteCommand({
          TransactItems: events.map(({ subject, sequence }) => ({
            Update: {
              TableName: auditTable,
              Key: auditEventKey(subject, sequence),
              UpdateExpression: "REMOVE outbox",
              ConditionExpression: "attribute_exists(pk)",
            },
          })),
        }),
      );
    }),
  unpublished: (olderThan, limit) =>
    orUnavailable(async () => {
      const found: RecordedAuditEvent[] = [];
      for (const partition of OUTBOX_PARTITIONS) {
        found.push(...(await queryPartition(client, auditTable, partition, olderThan, limit - found.length)));
        if (found.length >= limit) break;
      }
      return found;
    }),
});

const queryPartition = async (
  client: DynamoDBDocumentClient,
  auditTable: string,
  partition: string,
  olderThan: Date,
  limit: number,
): Promise<RecordedAuditEvent[]> => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: auditTable,
      IndexName: UNPUBLISHED_INDEX,
      KeyConditionExpression: "outbox = :partition AND recorded_at < :before",
      ExpressionAttributeValues: { ":partition": partition, ":before": olderThan.toISOString() },
      Limit: limit,
    }),
  );
  return Items.map((item) =>
    recordedFrom({
      event: String(item.event),
      sequence: Number(item.sequence),
      hash: String(item.hash),
      previousHash: String(item.previous_hash),
    }),
  );
};
