/** The outbox in the audit table: finds unpublished events, numbers them, and stores the numbers of published ones. */
import {
  type AuditRowKey,
  isFirstForm,
  numberedFrom,
  type WaitingRow,
} from "../../../domain/audit/audit-row.js";
import type { AuditOutbox, NumberedEvent } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import type { Row } from "../rows.js";
import { commitDocuments, type DocumentsAuditStore, OUTBOX_PARTITIONS } from "./audit-commit.js";
import { readHeads } from "./audit-heads.js";
import { leaveOutbox, numberRows } from "./audit-numbering.js";
import { readRows } from "./audit-reads.js";

const OUTBOX_INDEX = "outbox";
const PAGE = 100; // the maximum of BatchGetItem

export const dynamoAuditOutbox = (store: DocumentsAuditStore): AuditOutbox => ({
  number: (given) =>
    orUnavailable(async () => {
      // A row that is repeated in a batch would get two numbers.
      const keys = [...new Map(given.map((key) => [nameOf(key), key])).values()];
      // The head of a subject is read before its rows. A row of the stream says its subject; others are read for it.
      const isRead = (key: Given) => key.event !== undefined && !isFirstForm(key);
      const rows = await waitingRows(
        store,
        keys.filter((key) => !isRead(key)),
      );
      const found = new Map(rows.map((row) => [nameOf(row), row]));
      const firstForm = rows.filter(isFirstForm);
      const current = keys.flatMap((key) => (isRead(key) ? [key] : (found.get(nameOf(key)) ?? [])));
      const [numberedBefore, { events, postponed }] = await Promise.all([
        recordedInFirstForm(store, firstForm),
        numberRows(
          store,
          current.filter((row) => !isFirstForm(row)),
        ),
      ]);
      const place = new Map(keys.map((key, index) => [nameOf(key), index]));
      const placeOf = ({ row }: NumberedEvent) => place.get(nameOf(row)) ?? keys.length;
      return {
        events: [...numberedBefore, ...events].sort((one, other) => placeOf(one) - placeOf(other)),
        postponed,
      };
    }),
  settle: ({ published, refused }) =>
    orUnavailable(async () => {
      await Promise.all([
        ...published.map((event) => store.documents.update(settlement(store, event, "REMOVE outbox"))),
        ...refused
          .filter(({ row }) => !isFirstForm(row))
          .map((event) => store.documents.update(settlement(store, event, ""))),
      ]);
    }),
  waiting: (olderThan) => OUTBOX_PARTITIONS.map((partition) => pagesOf(store, partition, olderThan)),
});

type Given = Parameters<AuditOutbox["number"]>[0][number];
type WaitingEvent = Row & AuditRowKey;

const nameOf = ({ pk, sk }: AuditRowKey): string => `${pk}/${sk}`;

/** Rows that another function has published meanwhile are omitted, in the order of the keys. */
const waitingRows = async (
  store: DocumentsAuditStore,
  keys: readonly AuditRowKey[],
): Promise<WaitingEvent[]> => {
  const byKey = new Map((await readRows(store, keys)).map((row) => [`${row.pk}/${row.sk}`, row]));
  return keys.flatMap(({ pk, sk }) => {
    const row = byKey.get(nameOf({ pk, sk }));
    return row?.outbox === undefined ? [] : [{ ...row, pk, sk }];
  });
};

/**
 * Rows of the first form have their numbers. A function of the earlier version may still have recorded one after its
 * subject's chain was continued: its event is recorded again in the present form.
 */
const recordedInFirstForm = async (
  store: DocumentsAuditStore,
  rows: readonly WaitingEvent[],
): Promise<NumberedEvent[]> => {
  const events = rows.map((row) => ({ row, event: numberedFrom(numberedRow(row)) }));
  const heads = await readHeads(store, [...new Set(events.map(({ event }) => event.subject))]);
  const kept: NumberedEvent[] = [];
  for (const { row, event } of events) {
    const head = heads.get(event.subject)?.head;
    if (head === undefined || event.sequence <= head.continues) {
      kept.push({ row: { pk: row.pk, sk: row.sk }, event });
      continue;
    }
    const { sequence: _, hash: __, previousHash: ___, ...unnumbered } = event;
    await commitDocuments(store, [], unnumbered);
    await leaveOutbox(store, row, "recorded_again");
  }
  return kept;
};

const numberedRow = (row: WaitingEvent) => ({
  pk: row.pk,
  sk: row.sk,
  event: String(row.event),
  hash: String(row.hash),
  previousHash: String(row.previous_hash),
  recordedAt: String(row.recorded_at),
});

/** The relay and the sweeper may settle the same event at once, with the same values. */
const settlement = (
  { auditTable }: DocumentsAuditStore,
  { row, event }: NumberedEvent,
  leaving: "REMOVE outbox" | "",
) => ({
  TableName: auditTable,
  Key: { pk: row.pk, sk: row.sk },
  ConditionExpression: "attribute_exists(pk)",
  ...(isFirstForm(row)
    ? { UpdateExpression: leaving }
    : {
        UpdateExpression: `SET chain = :chain, #sequence = :sequence, #hash = :hash, previous_hash = :previous ${leaving}`,
        ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
        ExpressionAttributeValues: {
          ":chain": event.subject,
          ":sequence": event.sequence,
          ":hash": event.hash,
          ":previous": event.previousHash,
        },
      }),
});

async function* pagesOf(
  { documents, auditTable }: DocumentsAuditStore,
  partition: string,
  olderThan: Date,
): AsyncGenerator<readonly WaitingRow[]> {
  let from: Record<string, string> | undefined;
  do {
    const page = await orUnavailable(() =>
      documents.query({
        TableName: auditTable,
        IndexName: OUTBOX_INDEX,
        KeyConditionExpression: "outbox = :partition AND recorded_at < :before",
        ExpressionAttributeValues: { ":partition": partition, ":before": olderThan.toISOString() },
        Limit: PAGE,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    if (page.rows.length > 0) yield page.rows.map(waitingRow);
    from = page.next;
  } while (from !== undefined);
}

const waitingRow = (row: Row): WaitingRow => {
  const columns = new Columns("audit", row);
  return { pk: columns.text("pk"), sk: columns.text("sk"), recordedAt: columns.text("recorded_at") };
};
