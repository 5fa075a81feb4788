/**
 * Reads rows of the audit table. A row without a valid event (not JSON, wrong form, wrong position) becomes
 * an `audit.unreadable` event. That event is published and acknowledged like any other, so it blocks no
 * queue.
 */
import { type AuditEvent, auditEvent, type RecordedAuditEvent } from "./audit-event.js";

export type AuditRow = {
  /** `SUBJECT#<subject>` and `EVENT#<number>`. */
  readonly pk: string;
  readonly sk: string;
  /** The stored JSON text of the event. */
  readonly event: string;
  readonly hash: string;
  readonly previousHash: string;
  /** When it was recorded, RFC 3339; for a row without that value, the time of the read. */
  readonly recordedAt: string;
};

/** Why a row holds no valid event. */
export type UnreadableReason = "not_json" | "not_an_event" | "wrong_place";

export const recordedFrom = (row: AuditRow): RecordedAuditEvent => {
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

const placeOf = ({ pk, sk }: AuditRow): Place => ({
  subject: pk.slice(pk.indexOf("#") + 1),
  sequence: Number(/^EVENT#(\d{1,15})$/.exec(sk)?.[1] ?? 0),
});

const unreadable = (row: AuditRow, { subject, sequence }: Place, reason: UnreadableReason): AuditEvent => {
  const recordedAt = Date.parse(row.recordedAt);
  return auditEvent("audit.unreadable", {
    subject,
    key: `${subject}/${sequence}`,
    at: new Date(Number.isNaN(recordedAt) ? 0 : recordedAt),
    details: { reason },
  });
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

/** The type can be unknown to this version, because another version recorded the event. */
const isEvent = (value: unknown): value is AuditEvent => {
  if (!isObject(value)) return false;
  const { id, type, subject, at, details } = value;
  const texts = [id, type, subject, at].every((each) => typeof each === "string" && each !== "");
  if (!texts || Number.isNaN(Date.parse(String(at))) || !isObject(details)) return false;
  return Object.values(details).every((each) => typeof each === "string");
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
