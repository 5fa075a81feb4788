/** The whole list of who still uses keys of the legacy system; for operators' commands only. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { LegacyKeyUsage, LegacyKeyUse } from "../ports/legacy-keys.js";
import { LEGACY_KEY_PREFIX } from "./documents-legacy-key-uses.js";
import type { Row } from "./dynamo-rows.js";
import { scanRows } from "./dynamo-scan.js";

export const dynamoLegacyKeyUsage = ({
  client,
  directoryTable: TableName,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly directoryTable: string;
}): LegacyKeyUsage => ({
  all: async function* () {
    const rows = scanRows(client, {
      TableName,
      FilterExpression: "begins_with(pk, :prefix)",
      ExpressionAttributeValues: { ":prefix": LEGACY_KEY_PREFIX },
    });
    for await (const row of rows) yield useFrom(row);
  },
});

const useFrom = (row: Row): LegacyKeyUse => ({
  keyName: String(row.key_name),
  systemAccountId: String(row.system_account_id),
  lastUsedOn: String(row.last_used_on),
});
