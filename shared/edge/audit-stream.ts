/**
 * Records of the audit table's stream, for its consumers. Records whose work has to wait are reported
 * by sequence number, so that Lambda delivers again from the first of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { type AuditRow, holdsEvent } from "../domain/audit/audit-row.js";
import type { Invocation } from "../ports/index.js";
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "./invocation-deadline.js";
import { type InvocationDeps, invocationLine } from "./invocation-line.js";

export type StreamDeps = InvocationDeps & DeadlineDeps;
/** The consumer's name, the name of its success count, and the metric of events to deliver again. */
type Words = { readonly consumer: string; readonly done: string; readonly failures: string };
/** Returns the rows to deliver again, and the name of the error that caused it, if known. */
type Work = (rows: readonly AuditRow[]) => Promise<{
  readonly failed: readonly AuditRow[];
  readonly cause?: string | undefined;
}>;

export const auditStream =
  (deps: StreamDeps, words: Words, work: Work) =>
  async ({ Records }: DynamoDBStreamEvent, invocation?: Invocation): Promise<DynamoDBBatchResponse> => {
    const finish = invocationLine(deps, words.consumer, {});
    const now = deps.clock.now();
    const read = Records.map((record) => ({ record, row: eventRow(record, now) }));
    const rows = read.flatMap(({ row }) => (row === undefined ? [] : [row]));
    const { failed, cause } = await beforeDeadline(deps, invocation, LONGEST_WORK_MS.service, () =>
      work(rows),
    );
    for (const _ of failed) deps.metrics.count(words.failures);
    const level = failed.length === 0 ? "info" : "error";
    const count = rows.length - failed.length;
    finish(level, { outcome: words.done, count, failed: failed.length, errorName: cause });
    const failedRows = new Set(failed);
    return {
      batchItemFailures: read
        .filter(({ row }) => row !== undefined && failedRows.has(row))
        .map(({ record }) => ({ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" })),
    };
  };

// Only a new event row contains an event. Other records are heads and later changes of events' rows.
const eventRow = ({ eventName, dynamodb }: DynamoDBRecord, now: Date): AuditRow | undefined => {
  const row = dynamodb?.NewImage;
  if (eventName !== "INSERT" || row === undefined) return undefined;
  const columns = { ...dynamodb?.Keys, ...row };
  const key = { pk: text(columns, "pk"), sk: text(columns, "sk") };
  if (!holdsEvent(key)) return undefined;
  return {
    ...key,
    event: text(columns, "event"),
    mac: text(columns, "mac"),
    recordedAt: text(columns, "recorded_at", now.toISOString()),
  };
};

type Column = keyof typeof MISSING;
type Image = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

/**
 * What counts in the place of a column that is missing or no text. An error would stop the stream at a row that no
 * function of ours wrote. Such a row has no valid key, event or MAC: it starts no work, and numbering reports it.
 */
const MISSING = { pk: "", sk: "", event: "", mac: "", recorded_at: "" } as const;

const text = (columns: Image, column: Column, missing: string = MISSING[column]): string =>
  columns[column]?.S ?? missing;
