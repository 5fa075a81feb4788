/**
 * Records of the audit table's stream, for the relay. Records that cannot be published are reported
 * by sequence number, so that Lambda delivers again from the first of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { type RecordedAuditEvent, recordedFrom } from "../domain/audit-event.js";
import type { Ports } from "../ports/index.js";
import { invocationLine } from "./invocation-line.js";

type Deps = Pick<Ports, "clock" | "logger" | "metrics">;
type Publish = (
  events: readonly RecordedAuditEvent[],
) => Promise<{ published: number; failed: RecordedAuditEvent[] }>;

export const auditStream =
  (deps: Deps, publish: Publish) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const finish = invocationLine(deps, "relay", {});
    const read = Records.map((record) => ({ record, event: eventFrom(record) }));
    const events = read.flatMap(({ event }) => (event === undefined ? [] : [event]));
    const { published, failed } = await publish(events);
    for (const _ of failed) deps.metrics.count("audit_publish_failed");
    const level = failed.length === 0 ? "info" : "error";
    finish(level, { outcome: "published", count: published, failed: failed.length });
    const failedIds = new Set(failed.map(({ id }) => id));
    return {
      batchItemFailures: read
        .filter(({ event }) => event !== undefined && failedIds.has(event.id))
        .map(({ record }) => ({ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" })),
    };
  };

// Everything but a new event row (heads, id guards, acknowledgements) has no event in it.
const eventFrom = (record: DynamoDBRecord): RecordedAuditEvent | undefined => {
  const row = record.dynamodb?.NewImage;
  if (record.eventName !== "INSERT" || row?.event?.S === undefined) return undefined;
  return recordedFrom({
    event: row.event.S,
    sequence: Number(row.sequence?.N),
    hash: row.hash?.S ?? "",
    previousHash: row.previous_hash?.S ?? "",
  });
};
