/**
 * The message to the on-failure queue for a discarded batch. It contains the position of the records, not the
 * records (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html).
 */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../aws-json/json.js";
import type { DiscardedBatch } from "./batch-delivery.js";

export const failedBatchRecord = (
  { mapping, shardId, records, invocations, last }: DiscardedBatch,
  now: number,
): JsonObject => {
  const [first, final] = [records[0], records.at(-1)];
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionName,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: invocations,
    },
    responseContext: {
      statusCode: last.statusCode,
      executedVersion: "$LATEST",
      functionError: last.functionError ?? null,
    },
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.sequenceNumber ?? "",
      endSequenceNumber: final?.sequenceNumber ?? "",
      approximateArrivalOfFirstRecord: new Date(first?.createdAtMs ?? now).toISOString(),
      approximateArrivalOfLastRecord: new Date(final?.createdAtMs ?? now).toISOString(),
      batchSize: records.length,
      streamArn: String(first?.event.eventSourceARN ?? ""),
    },
  };
};
