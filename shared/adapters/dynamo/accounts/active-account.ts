/**
 * Whether an account is ACTIVE. It is read before a write, not checked in its transaction: DynamoDB cancels overlapping
 * transactions that check one row, so all writes of a tenant would wait for each other. A write that lands while the
 * account is closed gives no access, because every read of a standing refuses an account that is not ACTIVE.
 */
import { orUnavailable } from "../../aws/unavailable.js";
import { accountRowKey } from "../row-keys.js";
import { accountFrom } from "../rows.js";
import type { DynamoDirectoryStore } from "./directory-writes.js";

export const isActiveAccount = async (
  { documents, directoryTable }: Pick<DynamoDirectoryStore, "documents" | "directoryTable">,
  systemAccountId: string,
): Promise<boolean> => {
  const row = await orUnavailable(() => documents.get(directoryTable, accountRowKey(systemAccountId)));
  return accountFrom(row)?.status === "ACTIVE";
};
