/**
 * Result of an invocation for its batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
 */

import { isJsonObject, parseJson } from "../aws-json/json.js";
import type { InvokeResult } from "../event-bus/index.js";
import type { StreamRecord } from "./stream-event.js";

export type BatchResult =
  | { readonly kind: "done" }
  /** The function failed. All records from this one on are retried. */
  | { readonly kind: "failed"; readonly from: number }
  /** The function did not run. This does not count as a retry. */
  | { readonly kind: "not-run" };

const ALL_FAILED: BatchResult = { kind: "failed", from: 0 };
const DONE: BatchResult = { kind: "done" };

export const batchResult = (
  result: InvokeResult,
  records: readonly StreamRecord[],
  reportsItems: boolean,
): BatchResult => {
  if (result.statusCode >= 400) return { kind: "not-run" };
  if (result.functionError !== undefined) return ALL_FAILED;
  return reportsItems ? reported(result.payload, records) : DONE;
};

/** A response without failed records is a success. An unknown record id fails the whole batch. */
const reported = (payload: string, records: readonly StreamRecord[]): BatchResult => {
  const answer = payload === "" ? null : parseJson(payload);
  if (answer === undefined) return ALL_FAILED;
  if (!isJsonObject(answer)) return DONE;
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return ALL_FAILED;
  if (failures.length === 0) return DONE;
  const positions = failures.map((failure) =>
    isJsonObject(failure)
      ? records.findIndex(({ sequenceNumber }) => sequenceNumber === failure.itemIdentifier)
      : -1,
  );
  // The lowest position decides: all later records are retried to keep the order.
  return { kind: "failed", from: Math.max(0, Math.min(...positions)) };
};
