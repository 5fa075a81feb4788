/** An event source mapping: a table, its function, and the delivery settings. */

import { compilePattern, type EventPattern } from "../event-bus/pattern/event-pattern.js";
import { LocalAwsError } from "../local-aws-error.js";

/** Members as in https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export interface StreamMapping {
  readonly streamTable: string;
  readonly functionName: string;
  readonly batchSize: number;
  /** Patterns of `FilterCriteria`. A record that matches none is skipped. */
  readonly filters?: readonly string[] | undefined;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly functionResponseTypes?: readonly "ReportBatchItemFailures"[] | undefined;
  /** How long records are gathered before the function is called, unless a batch is full. 0 is the default. */
  readonly maximumBatchingWindowInSeconds?: number | undefined;
  /** -1, the default, is unlimited. */
  readonly maximumRetryAttempts?: number | undefined;
  readonly bisectBatchOnFunctionError?: boolean | undefined;
  /** ARN of the queue that receives discarded batches. */
  readonly onFailureQueue?: string | undefined;
}

export interface ReadyMapping extends StreamMapping {
  readonly key: string;
  readonly patterns: readonly EventPattern[];
}

const LARGEST_BATCH = 10_000;
const MOST_RETRIES = 10_000;
const LONGEST_WINDOW_SECONDS = 300;

/** @throws LocalAwsError that names the mapping if Lambda would reject it. */
export const readyMapping = (mapping: StreamMapping): ReadyMapping => {
  const { functionName, streamTable, batchSize, maximumRetryAttempts: retries = -1 } = mapping;
  const { maximumBatchingWindowInSeconds: window = 0 } = mapping;
  const key = `${functionName} <- ${streamTable}`;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > LARGEST_BATCH)
    throw new LocalAwsError(`${key}: batchSize is not between 1 and ${LARGEST_BATCH}.`);
  if (!Number.isInteger(window) || window < 0 || window > LONGEST_WINDOW_SECONDS)
    throw new LocalAwsError(
      `${key}: maximumBatchingWindowInSeconds is not between 0 and ${LONGEST_WINDOW_SECONDS}.`,
    );
  if (!Number.isInteger(retries) || retries < -1 || retries > MOST_RETRIES)
    throw new LocalAwsError(`${key}: maximumRetryAttempts is not between -1 and ${MOST_RETRIES}.`);
  try {
    return { ...mapping, key, patterns: (mapping.filters ?? []).map((filter) => compilePattern(filter)) };
  } catch (cause) {
    throw new LocalAwsError(`${key}: ${cause instanceof Error ? cause.message : "invalid filter"}`, {
      cause,
    });
  }
};
