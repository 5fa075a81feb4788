/**
 * Numbers the events of rows, a batch at a time. Numbers are reserved by a write of the subject's head on condition that
 * no other writer has changed it. The head is read before the rows: a row that has no number then has its number among
 * those that the head keeps, or none at all.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { AuditEvent } from "../../../domain/audit/audit-event.js";
import {
  type AuditRowKey,
  auditRowKey,
  chainContinued,
  claimedSubject,
  eventOf,
  LONGEST_SUBJECT,
  type UnreadableReason,
  unreadableRow,
} from "../../../domain/audit/audit-row.js";
import type { NumberedEvent, NumberedRows } from "../../../ports/index.js";
import { CHAIN_START, chainHash } from "../../node/audit-chain.js";
import type { Row } from "../rows.js";
import { commitDocuments, type DocumentsAuditStore } from "./audit-commit.js";
import { type Head, type Reserved, readHeads, writeHead } from "./audit-heads.js";
import { readRows } from "./audit-reads.js";

const ATTEMPTS = 8;
/** Bounds the size of a head while events cannot be published. */
const MOST_RESERVED = 100;

/** A row, and the subject that it claims. */
type Open = { readonly row: AuditRowKey; readonly subject: string };
type Round = {
  readonly numbered: readonly NumberedEvent[];
  readonly open: readonly Open[];
  readonly postponed: readonly AuditRowKey[];
};

export const numberRows = async (
  store: DocumentsAuditStore,
  rows: readonly (AuditRowKey & { readonly event?: unknown })[],
): Promise<NumberedRows> => {
  const events: NumberedEvent[] = [];
  const postponed: AuditRowKey[] = [];
  let open: readonly Open[] = rows.map((row) => ({
    row: { pk: row.pk, sk: row.sk },
    // A row that is not a sealed event can claim any subject. It is verified after the heads are read.
    subject: claimedSubject(String(row.event)).slice(0, LONGEST_SUBJECT),
  }));
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt += 1) {
    if (attempt > 0) await delay(Math.random() * 10 * 2 ** attempt);
    const round = await numberOnce(store, open);
    events.push(...round.numbered);
    postponed.push(...round.postponed);
    open = round.open;
  }
  return { events, postponed: [...postponed, ...open.map(({ row }) => row)] };
};

const numberOnce = async (store: DocumentsAuditStore, open: readonly Open[]): Promise<Round> => {
  const heads = await readHeads(store, [...new Set(open.map(({ subject }) => subject))]);
  const asked = await Promise.all(
    [...heads].map(async ([subject, { head, firstForm }]): Promise<Asked> => {
      const own = open.filter((each) => each.subject === subject).map(({ row }) => row);
      if (head !== undefined) return { subject, head, end: head, own };
      if (firstForm === undefined) return { subject, head, end: NEW_CHAIN, own };
      const link = chainContinued(subject, store.clock.now());
      await commitDocuments(store, [], link);
      const end = { ...NEW_CHAIN, ...firstForm, continues: firstForm.sequence };
      return { subject, head, end, own: [auditRowKey(link.id), ...own] };
    }),
  );
  const keys = asked.flatMap(({ own, end }) => [...own, ...end.reserved.map(({ id }) => auditRowKey(id))]);
  const rows = new Map((await readRows(store, keys)).map((row) => [String(row.pk), row]));
  const rounds = await Promise.all(asked.map((each) => reserve(store, each, rows)));
  return {
    numbered: rounds.flatMap(({ numbered }) => numbered),
    open: rounds.flatMap((round) => round.open),
    postponed: [
      ...open.filter(({ subject }) => !heads.has(subject)).map(({ row }) => row),
      ...rounds.flatMap(({ postponed }) => postponed),
    ],
  };
};

const NEW_CHAIN: Head = { sequence: 0, hash: CHAIN_START, reserved: [], continues: 0 };

type Asked = {
  readonly subject: string;
  /** As read; undefined if the subject has none of this form. */
  readonly head: Head | undefined;
  /** The head that the next number continues. */
  readonly end: Head;
  readonly own: readonly AuditRowKey[];
};
type Rows = ReadonlyMap<string, Row>;
type StoredEvent = { readonly row: AuditRowKey; readonly event: AuditEvent; readonly text: string };

const reserve = async (
  store: DocumentsAuditStore,
  { subject, head, end, own }: Asked,
  rows: Rows,
): Promise<Round> => {
  const { events, numbered, changed } = await readEvents(store, { subject, own }, rows);
  const kept = end.reserved.filter(({ id }) => isUnsettled(rows.get(auditRowKey(id).pk)));
  const numbers = new Map(kept.map((each) => [each.id, each]));
  const fresh = events.filter(({ event }) => !numbers.has(event.id));
  const placed = fresh.slice(0, Math.max(0, MOST_RESERVED - kept.length));
  const next = chained(placed, end);
  const isReserved =
    next.length === 0 || (await writeHead(store, subject, headAfter(end, [...kept, ...next]), head));
  if (isReserved) for (const each of next) numbers.set(each.id, each);
  const found = events.flatMap(({ row, event }): NumberedEvent[] => {
    const number = numbers.get(event.id);
    if (number === undefined) return [];
    const { sequence, hash, previousHash } = number;
    return [{ row, event: { ...event, sequence, hash, previousHash } }];
  });
  return {
    numbered: [...numbered, ...found],
    open: [...changed, ...(isReserved ? [] : placed.map(({ row }) => ({ row, subject })))],
    postponed: fresh.slice(placed.length).map(({ row }) => row),
  };
};

/** The events of one subject's rows. A row that is not a sealed event leaves the outbox. */
const readEvents = async (
  store: DocumentsAuditStore,
  { subject, own }: Pick<Asked, "subject" | "own">,
  rows: Rows,
) => {
  const events: StoredEvent[] = [];
  const numbered: NumberedEvent[] = [];
  /** Rows that another writer changed before the head of their present subject was read. */
  const changed: Open[] = [];
  for (const key of own) {
    const row = rows.get(key.pk);
    if (row?.outbox === undefined) continue;
    const event = await sealedEvent(store, key, row);
    if (typeof event === "string") await report(store, key, row, event);
    else if (event.subject !== subject) changed.push({ row: key, subject: event.subject });
    else {
      const number = numberIn(row);
      if (number === undefined) events.push({ row: key, event, text: String(row.event) });
      else numbered.push({ row: key, event: { ...event, ...number } });
    }
  }
  return { events, numbered, changed };
};

const sealedEvent = async (
  { auditSeal }: DocumentsAuditStore,
  key: AuditRowKey,
  row: Row,
): Promise<AuditEvent | UnreadableReason> => {
  if (typeof row.mac !== "string") return "no_mac";
  const [event, recordedAt] = [String(row.event), String(row.recorded_at)];
  if (!(await auditSeal.holds({ event, recordedAt, mac: row.mac }))) return "wrong_mac";
  return eventOf({ ...key, event });
};

/** The report is recorded first: a function that stops between the two reports the row again, under the same id. */
const report = async (
  store: DocumentsAuditStore,
  key: AuditRowKey,
  row: Row,
  reason: UnreadableReason,
): Promise<void> => {
  await commitDocuments(store, [], unreadableRow({ ...key, recordedAt: String(row.recorded_at) }, reason));
  await leaveOutbox(store, key, reason);
};

/** `because` is kept in the row, for those who look for it. */
export const leaveOutbox = (
  { documents, auditTable }: DocumentsAuditStore,
  { pk, sk }: AuditRowKey,
  because: string,
): Promise<boolean> =>
  documents.update({
    TableName: auditTable,
    Key: { pk, sk },
    UpdateExpression: "SET set_aside = :because REMOVE outbox",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":because": because },
  });

/** The number of an event that was numbered before, and that the bus has refused since. */
const numberIn = (row: Row): Omit<Reserved, "id"> | undefined => {
  const { sequence, hash, previous_hash: previousHash } = row;
  if (typeof sequence !== "number" || typeof hash !== "string" || typeof previousHash !== "string")
    return undefined;
  const isOwn = chainHash(previousHash, sequence, String(row.event)) === hash;
  return isOwn ? { sequence, hash, previousHash } : undefined;
};

const isUnsettled = (row: Row | undefined): boolean => row !== undefined && row.sequence === undefined;

const chained = (events: readonly StoredEvent[], end: Head): Reserved[] => {
  const reserved: Reserved[] = [];
  let { sequence, hash } = end;
  for (const { event, text } of events) {
    const previousHash = hash;
    sequence += 1;
    hash = chainHash(previousHash, sequence, text);
    reserved.push({ id: event.id, sequence, hash, previousHash });
  }
  return reserved;
};

const headAfter = (end: Head, reserved: readonly Reserved[]): Head => {
  const last = reserved.at(-1);
  return { ...end, ...(last !== undefined && { sequence: last.sequence, hash: last.hash }), reserved };
};
