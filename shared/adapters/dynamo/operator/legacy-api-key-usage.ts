/** The complete list of legacy API key uses; for CLI commands only. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { LegacyApiKeyUsage, LegacyApiKeyUse } from "../../../ports/legacy-api-keys.js";
import { LEGACY_KEY_PREFIX } from "../api-key/legacy-api-key-uses.js";
import { directoryColumns, type Row } from "../rows.js";
import { scanRows } from "../scan.js";

export const dynamoLegacyApiKeyUsage = ({
  client,
  directoryTable: TableName,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly directoryTable: string;
}): LegacyApiKeyUsage => ({
  all: async function* () {
    const rows = scanRows(client, {
      TableName,
      FilterExpression: "begins_with(pk, :prefix)",
      ExpressionAttributeValues: { ":prefix": LEGACY_KEY_PREFIX },
    });
    for await (const row of rows) yield useFrom(row);
  },
});

const useFrom = (row: Row): LegacyApiKeyUse => {
  const columns = directoryColumns(row);
  return {
    keyName: columns.text("key_name"),
    systemAccountId: columns.text("system_account_id"),
    lastUsedOn: columns.text("last_used_on"),
  };
};
