/**
 * Commits state changes and their audit event in one transaction, and an event without a state change by one
 * conditional put. The event's id is its row key, so an event is recorded only once. Its number and hash are added when
 * it is published: writers of one subject do not wait for each other.
 */
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { AuditEvent } from "../../../domain/audit/audit-event.js";
import { auditRowKey } from "../../../domain/audit/audit-row.js";
import { AuthError } from "../../../domain/errors.js";
import type { AuditSeal, Clock } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { type Documents, NEW_ROW, type TransactItem } from "../documents.js";
import type { Row } from "../rows.js";

/**
 * `committed`: everything was written. `repeated`: the event already existed and nothing was written.
 * `refused`: a condition of a state change failed and nothing was written.
 */
export type CommitOutcome = "committed" | "repeated" | "refused";

export type DocumentsAuditStore = {
  readonly documents: Documents;
  readonly auditTable: string;
  readonly auditSeal: AuditSeal;
  readonly clock: Clock;
};

const ATTEMPTS = 12;
const LONGEST_WAIT_MS = 400;
const OUTBOX_SHARDS = 8;

/** The partition keys of the sparse index of unpublished events. Several shards avoid a hot partition. */
export const OUTBOX_PARTITIONS = Array.from({ length: OUTBOX_SHARDS }, (_, shard) => `PENDING#${shard}`);

/**
 * @throws AuthError `temporarily_unavailable`, also if other transactions on the same rows win all attempts.
 */
export const commitDocuments = async (
  store: DocumentsAuditStore,
  state: readonly TransactItem[],
  event: AuditEvent,
): Promise<CommitOutcome> => {
  const row = await eventRow(store, event);
  if (state.length === 0) {
    const isNew = await orUnavailable(() => store.documents.insert(store.auditTable, row));
    return isNew ? "committed" : "repeated";
  }
  const put = { Put: { TableName: store.auditTable, Item: row, ConditionExpression: NEW_ROW } };
  for (let attempt = 1; ; attempt += 1) {
    const reasons = await orUnavailable(() => store.documents.transact([...state, put]));
    const outcome = reasons === undefined ? "committed" : outcomeOf(reasons, state.length);
    if (outcome !== "contended") return outcome;
    if (attempt === ATTEMPTS) throw new AuthError("temporarily_unavailable");
    await delay(Math.random() * Math.min(LONGEST_WAIT_MS, 10 * 2 ** attempt));
  }
};

const eventRow = async ({ clock, auditSeal }: DocumentsAuditStore, event: AuditEvent): Promise<Row> => {
  const text = JSON.stringify(event);
  const recordedAt = clock.now().toISOString();
  return {
    ...auditRowKey(event.id),
    event: text,
    mac: await auditSeal.of({ event: text, recordedAt }),
    recorded_at: recordedAt,
    outbox: outboxPartition(event.subject),
  };
};

const outboxPartition = (subject: string): string => {
  const shard = (createHash("sha256").update(subject).digest()[0] ?? 0) % OUTBOX_SHARDS;
  return `PENDING#${shard}`;
};

// Cancellation reasons are in the order of the items: the state changes, then the event.
const outcomeOf = (reasons: readonly string[], stateItems: number): CommitOutcome | "contended" => {
  const failed = reasons.map((reason) => reason === "ConditionalCheckFailed");
  if (failed.slice(0, stateItems).includes(true)) return "refused";
  if (failed[stateItems] === true) return "repeated";
  if (reasons.includes("TransactionConflict")) return "contended";
  throw new AuthError("temporarily_unavailable");
};
