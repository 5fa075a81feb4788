/**
 * Rows of the audit table. An event's row has the event's id as its key and a message authentication code. Its
 * number, hash and previous hash are added when it is published. Rows of the first form were numbered when they were
 * recorded, and have the subject and the number as their key.
 */

import { isRecord } from "../record.js";
import { type AuditEvent, auditEvent, type RecordedAuditEvent } from "./audit-event.js";

export type AuditRowKey = { readonly pk: string; readonly sk: string };

/** A row of the outbox. `recordedAt`: RFC 3339. */
export type WaitingRow = AuditRowKey & { readonly recordedAt: string };

export type AuditRow = WaitingRow & {
  /** The stored JSON text of the event. */
  readonly event: string;
  readonly mac: string;
};

/** A row of the first form: `SUBJECT#<subject>` and `EVENT#<number>`. */
export type NumberedRow = Omit<AuditRow, "mac"> & {
  readonly hash: string;
  readonly previousHash: string;
};

/** Longer than any subject of ours. DynamoDB refuses keys of 2,048 bytes. */
export const LONGEST_SUBJECT = 600;
/** EventBridge refuses longer types: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const LONGEST_TYPE = 128;

const EVENT_ROW = "EVENT#";
const SUBJECT_ROWS = "SUBJECT#";

/** The event of a subject that continues a chain of rows of the first form. */
export const chainContinued = (subject: string, at: Date): AuditEvent =>
  auditEvent("audit.chain_continued", { subject, key: subject, at });

export const auditRowKey = (eventId: string): AuditRowKey => ({ pk: `${EVENT_ROW}${eventId}`, sk: "EVENT" });

export const isFirstForm = ({ pk }: AuditRowKey): boolean => pk.startsWith(SUBJECT_ROWS);
export const holdsEvent = ({ pk, sk }: AuditRowKey): boolean =>
  pk.startsWith(EVENT_ROW) || (pk.startsWith(SUBJECT_ROWS) && sk.startsWith(EVENT_ROW));

/** The columns that a row's MAC covers. */
export type SealedColumns = Pick<AuditRow, "event" | "recordedAt">;

/** The subject that an event's text names, or an empty text: the text may have been overwritten. */
export const claimedSubject = (event: string): string => {
  const value = parsed(event);
  return isRecord(value) ? String(value.subject) : "";
};

/** Why a row holds no event of ours. */
export type UnreadableReason = "no_mac" | "wrong_mac" | "not_json" | "not_an_event" | "wrong_place";

/** The event of a row whose MAC is valid. */
export const eventOf = (row: AuditRowKey & Pick<AuditRow, "event">): AuditEvent | UnreadableReason => {
  const event = eventIn(row.event);
  if (typeof event === "string") return event;
  return row.pk === auditRowKey(event.id).pk ? event : "wrong_place";
};

/** The event that reports a row which is not chained. It has its own subject, because the row's cannot be trusted. */
export const unreadableRow = (row: WaitingRow, reason: UnreadableReason): AuditEvent =>
  auditEvent("audit.unreadable", {
    subject: "service:audit",
    key: `${row.pk}/${row.sk}`,
    at: timeOf(row.recordedAt),
    details: { reason },
  });

/** A row of the first form without a valid event (not JSON, wrong form, wrong position) becomes an `audit.unreadable` event. */
export const numberedFrom = (row: NumberedRow): RecordedAuditEvent => {
  const place = placeOf(row);
  const read = eventIn(row.event);
  const event = typeof read === "string" ? read : read.subject === place.subject ? read : "wrong_place";
  return {
    ...(typeof event === "string" ? unreadable(row, place, event) : event),
    sequence: place.sequence,
    hash: row.hash,
    previousHash: row.previousHash,
  };
};

type Place = { readonly subject: string; readonly sequence: number };

const placeOf = ({ pk, sk }: NumberedRow): Place => ({
  subject: pk.slice(SUBJECT_ROWS.length),
  sequence: Number(/^EVENT#(\d{1,15})$/.exec(sk)?.[1] ?? 0),
});

const unreadable = (row: NumberedRow, { subject, sequence }: Place, reason: UnreadableReason): AuditEvent =>
  auditEvent("audit.unreadable", {
    subject,
    key: `${subject}/${sequence}`,
    at: timeOf(row.recordedAt),
    details: { reason },
  });

const timeOf = (recordedAt: string): Date => {
  const time = Date.parse(recordedAt);
  return new Date(Number.isNaN(time) ? 0 : time);
};

const eventIn = (text: string): AuditEvent | UnreadableReason => {
  const value = parsed(text);
  if (value === undefined) return "not_json";
  return isEvent(value) ? value : "not_an_event";
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The type can be unknown to this version, because another version recorded the event. An event that cannot be numbered or
 * published is none: it would stop the events beside it.
 */
const isEvent = (value: unknown): value is AuditEvent => {
  if (!isRecord(value)) return false;
  const { id, type, subject, at, details } = value;
  const texts = [id, type, subject, at].every((each) => typeof each === "string" && each !== "");
  if (String(type).length > LONGEST_TYPE || String(subject).length > LONGEST_SUBJECT) return false;
  if (!texts || Number.isNaN(Date.parse(String(at))) || !isRecord(details)) return false;
  return Object.values(details).every((each) => typeof each === "string");
};
