/**
 * The DynamoDB calls of functions that must start fast and cost little, as plain values. Two clients
 * offer them: the SDK's document client, which most functions carry anyway, and a light one.
 */
import type { QueryCommandInput, TransactWriteCommandInput, UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { AuthError } from "../../domain/errors.js";
import type { Row } from "./rows.js";

export type DocumentKey = Readonly<Record<string, string>>;
export type TableKeys = Readonly<Record<string, readonly DocumentKey[]>>;
export type TableRows = Readonly<Record<string, readonly Row[]>>;
export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

export type Page = { readonly rows: readonly Row[]; readonly next: DocumentKey | undefined };

/** Reads are strongly consistent. What the service or the network refuses rejects. */
export type Documents = {
  get(table: string, key: DocumentKey): Promise<Row | undefined>;
  /** One call of at most 100 keys; what it left unread comes back. */
  batchGet(keys: TableKeys): Promise<{ readonly rows: TableRows; readonly unread: TableKeys }>;
  /** One page, and where the next one begins. Consistent too, unless it reads an index. */
  query(input: Omit<QueryCommandInput, "ConsistentRead">): Promise<Page>;
  put(table: string, row: Row): Promise<void>;
  /** Deletes the row, and answers what it was. */
  take(table: string, key: DocumentKey): Promise<Row | undefined>;
  /** False when the condition did not hold. */
  update(input: UpdateCommandInput): Promise<boolean>;
  /** Undefined when all was written; when it was cancelled, the reason of each item in order. */
  transact(items: readonly TransactItem[]): Promise<readonly string[] | undefined>;
};

const ATTEMPTS = 3;

/** Every row of up to 100 keys. A row that is missing and a row that was left unread are not the same. */
export const readAll = async (documents: Documents, keys: TableKeys): Promise<TableRows> => {
  const found: Record<string, Row[]> = {};
  let rest = keys;
  for (let attempt = 0; attempt < ATTEMPTS && hasKeys(rest); attempt += 1) {
    const { rows, unread } = await documents.batchGet(rest);
    for (const [table, of] of Object.entries(rows)) found[table] = [...(found[table] ?? []), ...of];
    rest = unread;
  }
  if (hasKeys(rest)) throw new AuthError("temporarily_unavailable");
  return found;
};

const hasKeys = (keys: TableKeys): boolean => Object.values(keys).some((each) => each.length > 0);

/** What BatchGetItem is asked, and what it left unread. */
export const batchRequest = (keys: TableKeys) =>
  Object.fromEntries(
    Object.entries(keys).map(([table, Keys]) => [table, { Keys: [...Keys], ConsistentRead: true }]),
  );
