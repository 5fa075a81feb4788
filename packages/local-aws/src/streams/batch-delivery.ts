/**
 * Delivers the records of a shard in order. Retries with backoff, restarts at the first failed record,
 * bisects a failing batch if configured, and discards a batch after its last retry
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html).
 */

import type { JsonObject } from "../aws-json/json.js";
import type { Invoke, InvokeResult } from "../event-bus/index.js";
import { pause, type Timers } from "../event-bus/timers.js";
import { batchResult } from "./batch-result.js";
import type { ReadyMapping } from "./mapping.js";
import type { StreamRecord } from "./stream-event.js";

export interface DeliveryDeps {
  readonly invoke: Invoke;
  readonly invokeTimeoutMs: number;
  readonly timers: Timers;
  readonly signal: AbortSignal;
  /** Called for every batch that is discarded. */
  discard(batch: DiscardedBatch): void;
}

export interface DiscardedBatch {
  readonly mapping: ReadyMapping;
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
  readonly invocations: number;
  readonly last: InvokeResult;
}

interface Lot {
  readonly mapping: ReadyMapping;
  readonly shardId: string;
  /** Called with the last settled record, which was delivered or discarded. */
  settled(record: StreamRecord): void;
}

const LARGEST_PAYLOAD = 6 * 1024 * 1024 - 1024; // Lambda's limit minus the size of the envelope
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 10_000;

/** Resolves when all records are settled or the signal aborts. Unsettled records then stay unsettled. */
export const deliverRecords = async (
  deps: DeliveryDeps,
  lot: Lot,
  records: readonly StreamRecord[],
): Promise<void> => {
  for (const batch of batchesOf(records, lot.mapping.batchSize)) {
    if (deps.signal.aborted) return;
    await deliverBatch(deps, lot, batch, 0);
  }
};

const deliverBatch = async (
  deps: DeliveryDeps,
  lot: Lot,
  batch: readonly StreamRecord[],
  retriesBefore: number,
): Promise<void> => {
  const { mapping, shardId } = lot;
  const mostRetries = mapping.maximumRetryAttempts ?? -1;
  const reportsItems = mapping.functionResponseTypes?.includes("ReportBatchItemFailures") ?? false;
  let pending = batch;
  let retries = retriesBefore;
  let waits = 0;
  for (let invocations = 1; ; invocations += 1) {
    const last = await invokeWith(deps, mapping, pending);
    const result = batchResult(last, pending, reportsItems);
    if (result.kind === "done") return settle(lot, pending.at(-1));
    if (result.kind === "failed" && result.from > 0) {
      // The remaining records are a new batch: its first record has not failed before.
      settle(lot, pending[result.from - 1]);
      pending = pending.slice(result.from);
      retries = retriesBefore;
      waits = 0;
    } else if (result.kind === "failed") {
      if (mapping.bisectBatchOnFunctionError && pending.length > 1) return halve(deps, lot, pending, retries);
      if (mostRetries >= 0 && retries >= mostRetries) {
        deps.discard({ mapping, shardId, records: pending, invocations, last });
        return settle(lot, pending.at(-1));
      }
      retries += 1;
    }
    const delayMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(waits++, 20));
    if (!(await pause(deps.timers, delayMs, deps.signal))) return;
  }
};

/** Bisecting does not count as a retry. */
const halve = async (
  deps: DeliveryDeps,
  lot: Lot,
  batch: readonly StreamRecord[],
  retries: number,
): Promise<void> => {
  const middle = Math.ceil(batch.length / 2);
  await deliverBatch(deps, lot, batch.slice(0, middle), retries);
  if (!deps.signal.aborted) await deliverBatch(deps, lot, batch.slice(middle), retries);
};

const settle = (lot: Lot, record: StreamRecord | undefined): void => {
  if (record !== undefined) lot.settled(record);
};

const invokeWith = async (
  { invoke, invokeTimeoutMs }: DeliveryDeps,
  { functionName }: ReadyMapping,
  records: readonly StreamRecord[],
): Promise<InvokeResult> => {
  const event: JsonObject = { Records: records.map((record) => record.event) };
  try {
    return await invoke(functionName, event, invokeTimeoutMs);
  } catch {
    return { statusCode: 503, payload: "" };
  }
};

const batchesOf = (records: readonly StreamRecord[], most: number): StreamRecord[][] => {
  const batches: StreamRecord[][] = [];
  let batch: StreamRecord[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record.event));
    if (batch.length === most || (batch.length > 0 && size + bytes > LARGEST_PAYLOAD)) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(record);
    size += bytes;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
};
