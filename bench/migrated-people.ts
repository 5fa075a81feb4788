/** Whether everybody was migrated once: one linked identity, one approval and one completion each. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { StackDescription } from "../local/stack/description.js";

/** What is wrong, in words; empty when nothing is. */
export const migrated = async (
  { urls, region, tables }: StackDescription,
  people: number,
): Promise<string[]> => {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials }),
  );
  const linked = new Set<unknown>();
  const users = new Set<unknown>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tables.directory })) {
    for (const row of Items.filter(
      ({ state, pk }) => state === "LINKED" && /^LEGACY#bench-/.test(String(pk)),
    )) {
      linked.add(row.legacy_id);
      users.add(row.user_id);
    }
  }
  const counts = { "migration.approved": 0, "migration.completed": 0 };
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tables.audit })) {
    for (const { sk, event } of Items) {
      const { type } =
        sk === "HEAD" || sk === "ID" ? { type: "" } : (JSON.parse(String(event)) as { type: string });
      if (type in counts) counts[type as keyof typeof counts] += 1;
    }
  }
  client.destroy();
  const figures = { linked: linked.size, users: users.size, ...counts };
  return Object.entries(figures)
    .filter(([, count]) => count !== people)
    .map(([name, count]) => `${count} ${name} for ${people} people`);
};
