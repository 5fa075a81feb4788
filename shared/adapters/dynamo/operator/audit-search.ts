/** Searches the rows of audit events by type with a scan of the whole table; for CLI commands only. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AuditSearch } from "../../../ports/operators.js";
import { scanRows } from "../scan.js";

export const dynamoAuditSearch = (client: DynamoDBDocumentClient, TableName: string): AuditSearch => ({
  ofType: async function* (type) {
    const rows = scanRows(client, {
      TableName,
      FilterExpression: "contains(#event, :type)",
      ProjectionExpression: "pk, sk, #event, recorded_at, mac",
      ExpressionAttributeNames: { "#event": "event" },
      ExpressionAttributeValues: { ":type": `"type":"${type}"` },
    });
    for await (const { pk, sk, event, recorded_at: recordedAt, mac } of rows) {
      const key = { pk: String(pk), sk: String(sk) };
      yield { ...key, event: String(event), recordedAt: String(recordedAt), mac: String(mac) };
    }
  },
});
