/** Scans a whole table, page by page; for CLI commands only. */
import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from "@aws-sdk/lib-dynamodb";
import { orUnavailable } from "../aws/unavailable.js";
import type { DynamoDirectoryStore } from "./accounts/directory-writes.js";
import type { Row } from "./rows.js";

/** For commands that also scan whole tables. */
export type ScannedDirectoryStore = DynamoDirectoryStore & { readonly client: DynamoDBDocumentClient };

export async function* scanRows(
  client: DynamoDBDocumentClient,
  input: Omit<ScanCommandInput, "ExclusiveStartKey" | "ConsistentRead">,
): AsyncGenerator<Row> {
  let from: Record<string, unknown> | undefined;
  do {
    const command = new ScanCommand({ ...input, ConsistentRead: true, ExclusiveStartKey: from });
    const { Items = [], LastEvaluatedKey } = await orUnavailable(() => client.send(command));
    yield* Items;
    from = LastEvaluatedKey;
  } while (from !== undefined);
}
