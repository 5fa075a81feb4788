/**
 * The heads of the subjects' chains. A head has the last reserved number, the hash of the event that has it, and the
 * numbers that were reserved but may not stand in their rows yet. So a number that was reserved by a function which then
 * stopped is found again, and none is given twice.
 */
import { AuthError } from "../../../domain/errors.js";
import { Columns } from "../columns.js";
import { auditHeadRowKey, numberedHeadRowKey } from "../row-keys.js";
import type { Row } from "../rows.js";
import { type AuditReads, readRows } from "./audit-reads.js";

/** A reserved number. `id` is the event's id. */
export type Reserved = {
  readonly id: string;
  readonly sequence: number;
  readonly hash: string;
  readonly previousHash: string;
};

export type Head = {
  readonly sequence: number;
  readonly hash: string;
  readonly reserved: readonly Reserved[];
  /** The last number of the chain of the first form that this one continues, or 0. */
  readonly continues: number;
};

export type Heads = {
  readonly head: Head | undefined;
  /** The end of the subject's chain of the first form. */
  readonly firstForm: Pick<Head, "sequence" | "hash"> | undefined;
};

/** The heads by subject. A subject with a head that cannot be read is missing: it does not delay other subjects. */
export const readHeads = async (
  reads: AuditReads,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Heads>> => {
  const keys = subjects.flatMap((subject) => [auditHeadRowKey(subject), numberedHeadRowKey(subject)]);
  const rows = new Map((await readRows(reads, keys)).map((row) => [String(row.pk), row]));
  return new Map(
    subjects.flatMap((subject): [string, Heads][] => {
      try {
        const head = headFrom(rows.get(auditHeadRowKey(subject).pk));
        const firstForm = endFrom(rows.get(numberedHeadRowKey(subject).pk));
        return [[subject, { head, firstForm }]];
      } catch (error) {
        if (error instanceof AuthError && error.row !== undefined) return [];
        throw error;
      }
    }),
  );
};

const headFrom = (row: Row | undefined): Head | undefined => {
  if (row === undefined) return undefined;
  const columns = new Columns("audit", row);
  return {
    ...endOf(columns),
    continues: columns.optionalNumber("continues") ?? 0,
    reserved: columns.entries("reserved").map((entry) => ({
      id: entry.text("id"),
      sequence: entry.number("sequence"),
      hash: entry.text("hash"),
      previousHash: entry.text("previous_hash"),
    })),
  };
};

const endFrom = (row: Row | undefined) => row && endOf(new Columns("audit", row));
const endOf = (columns: Columns) => ({ sequence: columns.number("sequence"), hash: columns.text("hash") });

/** Returns false if another writer has changed the head since it was read. */
export const writeHead = (
  { documents, auditTable }: AuditReads,
  subject: string,
  head: Head,
  read: Head | undefined,
): Promise<boolean> =>
  documents.update({
    TableName: auditTable,
    Key: auditHeadRowKey(subject),
    UpdateExpression:
      "SET #sequence = :sequence, #hash = :hash, reserved = :reserved, continues = :continues",
    ConditionExpression:
      read === undefined ? "attribute_not_exists(pk)" : "#sequence = :read AND #hash = :readHash",
    ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
    ExpressionAttributeValues: {
      ":sequence": head.sequence,
      ":hash": head.hash,
      ":continues": head.continues,
      ":reserved": head.reserved.map(({ id, sequence, hash, previousHash }) => ({
        ...{ id, sequence, hash, previous_hash: previousHash },
      })),
      ...(read !== undefined && { ":read": read.sequence, ":readHash": read.hash }),
    },
  });
