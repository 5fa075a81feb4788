/**
 * The DynamoDB calls as plain values. Two clients implement them: the SDK's document client, which most
 * functions bundle anyway, and a light client for functions that must start fast and cost little.
 */
import type { QueryCommandInput, TransactWriteCommandInput, UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { AuthError } from "../../domain/errors.js";
import { orUnavailable } from "../aws/unavailable.js";
import type { Row } from "./rows.js";

export type DocumentKey = Readonly<Record<string, string>>;
export type TableKeys = Readonly<Record<string, readonly DocumentKey[]>>;
export type TableRows = Readonly<Record<string, readonly Row[]>>;
export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

export type Page = { readonly rows: readonly Row[]; readonly next: DocumentKey | undefined };

/** Reads are strongly consistent. Errors of the service and of the network reject. */
export type Documents = {
  get(table: string, key: DocumentKey): Promise<Row | undefined>;
  /** One call with at most 100 keys. Unprocessed keys are returned. */
  batchGet(keys: TableKeys): Promise<{ readonly rows: TableRows; readonly unread: TableKeys }>;
  /** One page, and the start of the next one. Consistent too, unless it reads an index. */
  query(input: Omit<QueryCommandInput, "ConsistentRead">): Promise<Page>;
  put(table: string, row: Row): Promise<void>;
  /** Returns false, and writes nothing, if a row with this key exists. */
  insert(table: string, row: Row): Promise<boolean>;
  /** Deletes the row and returns its previous content. */
  take(table: string, key: DocumentKey): Promise<Row | undefined>;
  /** Returns false if the condition failed. */
  update(input: UpdateCommandInput): Promise<boolean>;
  /**
   * Returns undefined if everything was written. If the transaction was cancelled, returns each item's reason
   * in order.
   */
  transact(items: readonly TransactItem[]): Promise<readonly string[] | undefined>;
  /** Waits, and returns true. Returns false at once if the deadline of the caller comes before. */
  pause(milliseconds: number): Promise<boolean>;
};

/** The pauses between them are 750 ms at most. */
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 50;

/** The condition of `insert`. Every table has this key. */
export const NEW_ROW = "attribute_not_exists(pk)";

/**
 * Reads the rows of up to 100 keys. An unread row does not mean a missing row. DynamoDB leaves keys out when it throttles,
 * so they are asked for again after a pause, which doubles.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 *
 * @throws AuthError `temporarily_unavailable` if keys are unread after the last attempt, or at the deadline.
 */
export const readAll = async (documents: Documents, keys: TableKeys): Promise<TableRows> => {
  const found: Record<string, Row[]> = {};
  let rest = keys;
  for (let made = 1; hasKeys(rest); made += 1) {
    const { rows, unread } = await documents.batchGet(rest);
    for (const [table, of] of Object.entries(rows)) found[table] = [...(found[table] ?? []), ...of];
    rest = unread;
    if (!hasKeys(rest)) break;
    const pauseMs = Math.random() * FIRST_PAUSE_MS * 2 ** (made - 1);
    if (made === ATTEMPTS || !(await documents.pause(pauseMs)))
      throw new AuthError("temporarily_unavailable");
  }
  return found;
};

const BATCH_GET_LIMIT = 100;

/** The rows of any number of keys of one table, read side by side. A key must not repeat. */
export const getRows = (
  documents: Documents,
  table: string,
  keys: readonly DocumentKey[],
): Promise<readonly Row[]> =>
  orUnavailable(async () => {
    const batches = Array.from({ length: Math.ceil(keys.length / BATCH_GET_LIMIT) }, (_, index) =>
      keys.slice(index * BATCH_GET_LIMIT, (index + 1) * BATCH_GET_LIMIT),
    );
    const read = await Promise.all(batches.map((batch) => readAll(documents, { [table]: batch })));
    return read.flatMap((rows) => rows[table] ?? []);
  });

const hasKeys = (keys: TableKeys): boolean => Object.values(keys).some((each) => each.length > 0);

/** The RequestItems of BatchGetItem. UnprocessedKeys has the same form. */
export const batchRequest = (keys: TableKeys) =>
  Object.fromEntries(
    Object.entries(keys).map(([table, Keys]) => [table, { Keys: [...Keys], ConsistentRead: true }]),
  );
