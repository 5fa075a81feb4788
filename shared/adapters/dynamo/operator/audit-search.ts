/** Searches audit events by type with a scan of the whole table; for CLI commands only. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AuditEvent } from "../../../domain/audit/audit-event.js";
import type { AuditSearch } from "../../../ports/operators.js";
import { scanRows } from "../scan.js";

export const dynamoAuditSearch = (client: DynamoDBDocumentClient, TableName: string): AuditSearch => ({
  ofType: async function* (type) {
    const rows = scanRows(client, {
      TableName,
      FilterExpression: "contains(#event, :type)",
      ProjectionExpression: "#event",
      ExpressionAttributeNames: { "#event": "event" },
      ExpressionAttributeValues: { ":type": `"type":"${type}"` },
    });
    for await (const row of rows) {
      const event = parsed(String(row.event));
      if (event?.type === type) yield event;
    }
  },
});

// An overwritten event may no longer be valid JSON. `audit verify` reports it.
const parsed = (text: string): AuditEvent | undefined => {
  try {
    return JSON.parse(text) as AuditEvent;
  } catch {
    return undefined;
  }
};
