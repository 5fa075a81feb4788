/** Audit events by their type: looks through the whole table, for operators' commands only. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AuditEvent } from "../../../domain/audit-event.js";
import type { AuditSearch } from "../../../ports/operators.js";
import { scanRows } from "../scan.js";

export const dynamoAuditSearch = (client: DynamoDBDocumentClient, TableName: string): AuditSearch => ({
  ofType: async function* (type) {
    const rows = scanRows(client, {
      TableName,
      FilterExpression: "begins_with(sk, :event) AND contains(#event, :type)",
      ProjectionExpression: "#event",
      ExpressionAttributeNames: { "#event": "event" },
      ExpressionAttributeValues: { ":event": "EVENT#", ":type": `"type":"${type}"` },
    });
    for await (const row of rows) {
      const event = parsed(String(row.event));
      if (event?.type === type) yield event;
    }
  },
});

// What somebody wrote over an event need not be one any more; `audit verify` tells.
const parsed = (text: string): AuditEvent | undefined => {
  try {
    return JSON.parse(text) as AuditEvent;
  } catch {
    return undefined;
  }
};
