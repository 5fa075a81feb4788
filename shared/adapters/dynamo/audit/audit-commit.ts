/**
 * Commits state changes and their audit event in one transaction. The event takes the next place in its
 * subject's chain. A row for the event's id ensures that an event is recorded only once.
 */
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { AuditEvent } from "../../../domain/audit-event.js";
import { AuthError } from "../../../domain/errors.js";
import type { Clock } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { CHAIN_START, chain } from "../../node/audit-chain.js";
import { Columns } from "../columns.js";
import type { Documents, TransactItem } from "../documents.js";
import { auditEventKey, auditHeadKey, auditIdKey } from "../row-keys.js";

/**
 * `committed`: everything was written. `repeated`: the event already existed and nothing was written.
 * `refused`: a condition of a state change failed and nothing was written.
 */
export type CommitOutcome = "committed" | "repeated" | "refused";

export type DocumentsAuditStore = {
  readonly documents: Documents;
  readonly auditTable: string;
  readonly clock: Clock;
};

const ATTEMPTS = 8;
const OUTBOX_SHARDS = 8;

/** The partition keys of the sparse index of unpublished events. Several shards avoid a hot partition. */
export const OUTBOX_PARTITIONS = Array.from({ length: OUTBOX_SHARDS }, (_, shard) => `PENDING#${shard}`);

type Head = { readonly sequence: number; readonly hash: string };
const NO_HEAD: Head = { sequence: 0, hash: CHAIN_START };

/**
 * `newSubject` means that the subject's id was just generated: the chain's head is then read only after a
 * conflict.
 * @throws AuthError `temporarily_unavailable`, also if other writers of the subject win all attempts.
 */
export const commitDocuments = async (
  store: DocumentsAuditStore,
  state: readonly TransactItem[],
  event: AuditEvent,
  { newSubject = false }: { newSubject?: boolean } = {},
): Promise<CommitOutcome> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = newSubject && attempt === 0 ? NO_HEAD : undefined;
    const outcome = await orUnavailable(() => attemptCommit(store, state, event, known));
    if (outcome !== "contended") return outcome;
    await delay(Math.random() * 10 * 2 ** attempt);
  }
  throw new AuthError("temporarily_unavailable");
};

const attemptCommit = async (
  store: DocumentsAuditStore,
  state: readonly TransactItem[],
  event: AuditEvent,
  known: Head | undefined,
): Promise<CommitOutcome | "contended"> => {
  const head = known ?? (await readHead(store, event.subject));
  const reasons = await store.documents.transact([...state, ...auditItems(store, event, head)]);
  return reasons === undefined ? "committed" : judgeCancellation(reasons, state.length);
};

const readHead = async ({ documents, auditTable }: DocumentsAuditStore, subject: string): Promise<Head> => {
  const row = await documents.get(auditTable, auditHeadKey(subject));
  if (row === undefined) return NO_HEAD;
  const columns = new Columns("audit", row);
  return { sequence: columns.number("sequence"), hash: columns.text("hash") };
};

const auditItems = (
  { auditTable, clock }: DocumentsAuditStore,
  event: AuditEvent,
  head: Head,
): TransactItem[] => {
  const { recorded, eventJson } = chain(event, head);
  const { sequence, hash, previousHash } = recorded;
  return [
    {
      Put: {
        TableName: auditTable,
        Item: { ...auditIdKey(event.id), subject: event.subject, sequence },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    {
      Put: {
        TableName: auditTable,
        Item: {
          ...auditEventKey(event.subject, sequence),
          event: eventJson,
          sequence,
          hash,
          previous_hash: previousHash,
          recorded_at: clock.now().toISOString(),
          outbox: outboxPartition(event.subject),
        },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    {
      Update: {
        TableName: auditTable,
        Key: auditHeadKey(event.subject),
        UpdateExpression: "SET #sequence = :next, #hash = :hash",
        ConditionExpression: head.sequence === 0 ? "attribute_not_exists(pk)" : "#sequence = :head",
        ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
        ExpressionAttributeValues: {
          ":next": sequence,
          ":hash": hash,
          ...(head.sequence !== 0 && { ":head": head.sequence }),
        },
      },
    },
  ];
};

const outboxPartition = (subject: string): string => {
  const shard = (createHash("sha256").update(subject).digest()[0] ?? 0) % OUTBOX_SHARDS;
  return `PENDING#${shard}`;
};

// Cancellation reasons are in the order of the items: the state changes, then the id, the event, the head.
const judgeCancellation = (reasons: readonly string[], stateItems: number): CommitOutcome | "contended" => {
  const failed = reasons.map((reason) => reason === "ConditionalCheckFailed");
  if (failed.slice(0, stateItems).includes(true)) return "refused";
  if (failed[stateItems] === true) return "repeated";
  if (failed.includes(true) || reasons.includes("TransactionConflict")) return "contended";
  throw new AuthError("temporarily_unavailable");
};
