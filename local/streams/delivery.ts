/**
 * Delivers a batch until its function has taken it: again from the record that the function says
 * failed, in halves if the mapping asks for that, at most as often as the mapping allows. What is
 * given up is reported, and the shard goes on.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { StreamMapping } from "./stream-mapping.js";
import type { StreamRecord } from "./stream-record.js";

export type Invoke = (
  functionArn: string,
  event: unknown,
  timeoutMs: number,
) => Promise<{ statusCode: number; functionError?: string | undefined; payload: string }>;

export type FailedBatch = {
  readonly queueArn: string | undefined;
  readonly functionName: string;
  readonly streamArn: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
  readonly batchSize: number;
  readonly attempts: number;
};

export type Deliver = (records: readonly StreamRecord[]) => Promise<void>;

type Input = {
  readonly mapping: StreamMapping;
  readonly streamArn: string;
  readonly invoke: Invoke;
  readonly signal: AbortSignal;
  onFailure(batch: FailedBatch): void;
};

const FUNCTION_LIMIT_MS = 15 * 60_000;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 5000;

/** Rejects only when `signal` ends the delivery. */
export const batchDelivery = (input: Input): Deliver => {
  const { mapping } = input;
  const limit = mapping.maximumRetryAttempts ?? -1;
  const deliver = async (records: readonly StreamRecord[], attempt = 0): Promise<void> => {
    if (records.length === 0) return;
    input.signal.throwIfAborted();
    const outcome = await attemptBatch(input, records);
    if (outcome.kind === "taken") return;
    if (limit >= 0 && attempt >= limit) return input.onFailure(failedBatch(input, records, attempt + 1));
    await delay(Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS), undefined, { signal: input.signal });
    if (outcome.kind === "from") return deliver(records.slice(outcome.index), attempt + 1);
    if (!mapping.bisectBatchOnFunctionError || records.length === 1) return deliver(records, attempt + 1);
    const half = Math.ceil(records.length / 2);
    await deliver(records.slice(0, half), attempt + 1);
    await deliver(records.slice(half), attempt + 1);
  };
  return deliver;
};

type Outcome = { readonly kind: "taken" | "failed" } | { readonly kind: "from"; readonly index: number };

const attemptBatch = async (
  { mapping, invoke }: Input,
  records: readonly StreamRecord[],
): Promise<Outcome> => {
  try {
    const answer = await invoke(mapping.functionName, { Records: records }, FUNCTION_LIMIT_MS);
    if (answer.statusCode !== 200 || answer.functionError !== undefined) return { kind: "failed" };
    if (!mapping.functionResponseTypes?.includes("ReportBatchItemFailures")) return { kind: "taken" };
    return firstFailure(answer.payload, records);
  } catch {
    return { kind: "failed" };
  }
};

// The lowest number counts; a number that is not in the batch, or an unreadable list, fails all of it.
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
const firstFailure = (payload: string, records: readonly StreamRecord[]): Outcome => {
  const answer = JSON.parse(payload) as { batchItemFailures?: { itemIdentifier?: unknown }[] } | null;
  const failures = answer?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return { kind: "failed" };
  if (failures.length === 0) return { kind: "taken" };
  const indexes = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  return indexes.includes(-1) ? { kind: "failed" } : { kind: "from", index: Math.min(...indexes) };
};

const failedBatch = (
  { mapping, streamArn }: Input,
  records: readonly StreamRecord[],
  attempts: number,
): FailedBatch => ({
  queueArn: mapping.onFailureQueue,
  functionName: mapping.functionName,
  streamArn,
  startSequenceNumber: records[0]?.dynamodb.SequenceNumber ?? "",
  endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? "",
  batchSize: records.length,
  attempts,
});
