/**
 * Checks that every user was migrated once: one identity, one approval, and one completion per signed-in
 * user.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { StackDescription } from "../local/stack/description.js";

/** The expected state: the trigger alone approves a user, a sign-in also links the user. */
export type Expected = "approved" | "linked";

/** Returns a description of each error. */
export const migrated = async (
  { urls, region, tables }: StackDescription,
  count: number,
  expected: Expected,
): Promise<string[]> => {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials }),
  );
  const identities = new Set<unknown>();
  const users = new Set<unknown>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tables.directory })) {
    for (const row of Items.filter(
      ({ state, pk }) => state === expected.toUpperCase() && /^LEGACY#bench-/.test(String(pk)),
    )) {
      identities.add(row.legacy_id);
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
  const completions = expected === "linked" ? count : 0;
  const figures = [
    [expected, identities.size, count],
    ["users", users.size, count],
    ["approvals", counts["migration.approved"], count],
    ["completions", counts["migration.completed"], completions],
  ] as const;
  return figures
    .filter(([, count, wanted]) => count !== wanted)
    .map(([name, count, wanted]) => `${count} ${name} instead of ${wanted}`);
};
