/**
 * A subject's chain in the audit table, a page at a time, with the expected hash of each row computed from its content:
 * first the rows of the first form, then those that the index names, then numbers that are reserved and not yet stored.
 */
import type { ChainEntry, ChainHead } from "../../../domain/audit/audit-chain-check.js";
import { auditRowKey, claimedSubject } from "../../../domain/audit/audit-row.js";
import type { AuditChains } from "../../../ports/operators.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { CHAIN_START, chainHash } from "../../node/audit-chain.js";
import type { DocumentKey } from "../documents.js";
import { numberedEventRowKey } from "../row-keys.js";
import type { Row } from "../rows.js";
import type { DocumentsAuditStore } from "./audit-commit.js";
import { type Reserved, readHeads } from "./audit-heads.js";
import { readRows } from "./audit-reads.js";

const CHAIN_INDEX = "chain";
const PAGE = 100; // the maximum of BatchGetItem

export const dynamoAuditChains = (store: DocumentsAuditStore): AuditChains => ({
  start: CHAIN_START,
  head: (subject) =>
    orUnavailable(async (): Promise<ChainHead | undefined> => {
      const heads = (await readHeads(store, [subject])).get(subject);
      // A head that cannot be read matches no chain.
      return heads === undefined ? { sequence: -1, hash: "" } : (heads.head ?? heads.firstForm);
    }),
  entries: (subject) => entriesOf(store, subject),
});

async function* entriesOf(store: DocumentsAuditStore, subject: string): AsyncGenerator<ChainEntry> {
  const { head } = (await orUnavailable(() => readHeads(store, [subject]))).get(subject) ?? {};
  for await (const rows of firstFormPages(store, subject, head?.continues)) yield* rows.map(firstFormEntry);
  let last = head?.continues ?? 0;
  for await (const keys of indexedPages(store, subject)) {
    const rows = await rowsOf(store, keys);
    for (const { pk, sequence } of keys) {
      last = Number(sequence);
      const row = rows.get(String(pk));
      if (row !== undefined) yield await entryFrom(store, row, numbersIn(row, last));
    }
  }
  const reserved = (head?.reserved ?? []).filter(({ sequence }) => sequence > last);
  const rows = await rowsOf(
    store,
    reserved.map(({ id }) => auditRowKey(id)),
  );
  for (const number of reserved) {
    const row = rows.get(auditRowKey(number.id).pk);
    if (row !== undefined) yield await entryFrom(store, row, { ...number, place: number.sequence });
  }
}

const rowsOf = (store: DocumentsAuditStore, keys: readonly Row[]): Promise<ReadonlyMap<string, Row>> =>
  orUnavailable(async () => {
    const exact = keys.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    return new Map((await readRows(store, exact)).map((row) => [String(row.pk), row]));
  });

/** The last row that belongs to the chain is `continues`, if another chain continues it. */
async function* firstFormPages(
  { documents, auditTable }: DocumentsAuditStore,
  subject: string,
  continues: number | undefined,
): AsyncGenerator<readonly Row[]> {
  if (continues === 0) return;
  const { pk, sk: last } = numberedEventRowKey(subject, continues ?? 999_999_999_999);
  yield* pagesOf((ExclusiveStartKey) =>
    documents.query({
      TableName: auditTable,
      KeyConditionExpression: "pk = :subject AND sk BETWEEN :first AND :last",
      ExpressionAttributeValues: { ":subject": pk, ":first": "EVENT#", ":last": last },
      ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
    }),
  );
}

const indexedPages = (
  { documents, auditTable }: DocumentsAuditStore,
  subject: string,
): AsyncGenerator<readonly Row[]> =>
  pagesOf((ExclusiveStartKey) =>
    documents.query({
      TableName: auditTable,
      IndexName: CHAIN_INDEX,
      KeyConditionExpression: "chain = :subject",
      ExpressionAttributeValues: { ":subject": subject },
      Limit: PAGE,
      ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
    }),
  );

type Query = (from: DocumentKey | undefined) => ReturnType<DocumentsAuditStore["documents"]["query"]>;

async function* pagesOf(query: Query): AsyncGenerator<readonly Row[]> {
  let from: DocumentKey | undefined;
  do {
    const page = await orUnavailable(() => query(from));
    if (page.rows.length > 0) yield page.rows;
    from = page.next;
  } while (from !== undefined);
}

type Numbers = Pick<Reserved, "sequence" | "hash" | "previousHash"> & { readonly place: number };

const numbersIn = (row: Row, place: number): Numbers => ({
  place,
  sequence: Number(row.sequence),
  hash: String(row.hash),
  previousHash: String(row.previous_hash),
});

const firstFormEntry = (row: Row): ChainEntry => {
  const event = String(row.event);
  const numbers = numbersIn(row, Number(String(row.sk).slice("EVENT#".length)));
  const computedHash = chainHash(numbers.previousHash, numbers.sequence, event);
  return { ...numbers, subject: claimedSubject(event), computedHash, isSealed: true };
};

const entryFrom = async (
  { auditSeal }: DocumentsAuditStore,
  row: Row,
  numbers: Numbers,
): Promise<ChainEntry> => {
  const [event, recordedAt] = [String(row.event), String(row.recorded_at)];
  const isSealed = await auditSeal.holds({ event, recordedAt, mac: String(row.mac) });
  const computedHash = chainHash(numbers.previousHash, numbers.sequence, event);
  const { place, sequence, hash, previousHash } = numbers;
  return { place, sequence, hash, previousHash, subject: claimedSubject(event), computedHash, isSealed };
};
