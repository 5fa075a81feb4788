/**
 * Records of the audit table's stream, for its consumers. Records whose work has to wait are reported
 * by sequence number, so that Lambda delivers again from the first of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { RecordedAuditEvent } from "../domain/audit-event.js";
import { recordedFrom } from "../domain/audit-row.js";
import type { Invocation } from "../ports/index.js";
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "./invocation-deadline.js";
import { type InvocationDeps, invocationLine } from "./invocation-line.js";

export type StreamDeps = InvocationDeps & DeadlineDeps;
/** The consumer's name, the name of its success count, and the metric of events to deliver again. */
type Words = { readonly consumer: string; readonly done: string; readonly failures: string };
/** Returns the events to deliver again, and the name of the error that caused it, if known. */
type Work = (events: readonly RecordedAuditEvent[]) => Promise<{
  readonly failed: readonly RecordedAuditEvent[];
  readonly cause?: string | undefined;
}>;

export const auditStream =
  (deps: StreamDeps, words: Words, work: Work) =>
  async ({ Records }: DynamoDBStreamEvent, invocation?: Invocation): Promise<DynamoDBBatchResponse> => {
    const finish = invocationLine(deps, words.consumer, {});
    const now = deps.clock.now();
    const read = Records.map((record) => ({ record, event: eventFrom(record, now) }));
    const events = read.flatMap(({ event }) => (event === undefined ? [] : [event]));
    const { failed, cause } = await beforeDeadline(deps, invocation, LONGEST_WORK_MS.service, () =>
      work(events),
    );
    for (const _ of failed) deps.metrics.count(words.failures);
    const level = failed.length === 0 ? "info" : "error";
    const count = events.length - failed.length;
    finish(level, { outcome: words.done, count, failed: failed.length, errorName: cause });
    const failedIds = new Set(failed.map(({ id }) => id));
    return {
      batchItemFailures: read
        .filter(({ event }) => event !== undefined && failedIds.has(event.id))
        .map(({ record }) => ({ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" })),
    };
  };

// Only a new event row contains an event. Other records are heads, id guards and acknowledgements.
const eventFrom = ({ eventName, dynamodb }: DynamoDBRecord, now: Date): RecordedAuditEvent | undefined => {
  const row = dynamodb?.NewImage;
  const { pk, sk } = { ...dynamodb?.Keys, ...row };
  if (eventName !== "INSERT" || row === undefined || !sk?.S?.startsWith("EVENT#")) return undefined;
  return recordedFrom({
    pk: pk?.S ?? "",
    sk: sk.S,
    event: row.event?.S ?? "",
    hash: row.hash?.S ?? "",
    previousHash: row.previous_hash?.S ?? "",
    recordedAt: row.recorded_at?.S ?? now.toISOString(),
  });
};
