/**
 * Local event source mappings for tables. Polls DynamoDB Streams and invokes functions as Lambda does: in
 * order per shard, at least once (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
 */

import type { JsonObject } from "../aws-json/json.js";
import type { Invoke } from "../event-bus/index.js";
import { pause, systemTimers, type Timers } from "../event-bus/timers.js";
import type { DiscardedBatch } from "./batch-delivery.js";
import { Checkpoints } from "./checkpoints.js";
import { failedBatchRecord } from "./failed-batch-record.js";
import { readyMapping, type StreamMapping } from "./mapping.js";
import { MappingReader } from "./mapping-reader.js";
import { ShardWorkers } from "./shard-worker.js";
import { StreamSource } from "./stream-source.js";

export type { StreamMapping } from "./mapping.js";

export interface StreamPollerOptions {
  /** URL of a DynamoDB that serves streams. */
  readonly endpoint: string;
  readonly mappings: readonly StreamMapping[];
  readonly invoke: Invoke;
  /** Default: 45. A write is read within this time, or within twice this time after a few idle seconds. */
  readonly pollIntervalMs?: number;
  /** File for positions across restarts. Without it each start begins at the starting position. */
  readonly checkpointFile?: string;
  /** Receives the record of each discarded batch, for the mapping's `onFailureQueue`. */
  readonly sendToQueue?: (queueArn: string, message: string) => void;
  /** The region in events, instead of the embedded database's own. */
  readonly region?: string;
  readonly accountId?: string;
  readonly invokeTimeoutMs?: number;
  readonly timers?: Timers;
}

export interface StreamPoller {
  /**
   * Resolves when everything that was written before the call has been delivered or discarded. Keeps waiting
   * while a function fails or the database does not respond.
   */
  idle(): Promise<void>;
  /** The discarded batches, as their queues receive them. */
  discarded(): readonly JsonObject[];
  /** Stops reading, waits briefly for running invocations, and saves the positions. */
  close(): Promise<void>;
}

const GRACE_MS = 2000;
const KEPT_DISCARDS = 1000;

/** @throws Error that names the invalid mapping or the damaged file. */
export const startStreamPoller = async (options: StreamPollerOptions): Promise<StreamPoller> => {
  const {
    endpoint,
    invoke,
    timers = systemTimers,
    region = "us-east-1",
    accountId = "000000000000",
  } = options;
  const mappings = options.mappings.map(readyMapping);
  const checkpoints = new Checkpoints(options.checkpointFile, timers);
  const stopping = new AbortController();
  const { signal } = stopping;
  const workers = new ShardWorkers(timers, signal);
  const source = new StreamSource(endpoint, region, signal);
  const discards: JsonObject[] = [];
  const discard = (batch: DiscardedBatch): void => {
    const record = failedBatchRecord(batch, timers.now());
    discards.push(record);
    if (discards.length > KEPT_DISCARDS) discards.shift();
    const queue = batch.mapping.onFailureQueue;
    if (queue !== undefined) options.sendToQueue?.(queue, JSON.stringify(record));
  };
  const deps = {
    ...{ source, checkpoints, workers, timers, signal, invoke, discard },
    place: { region, accountId },
    pollIntervalMs: options.pollIntervalMs ?? 45,
    invokeTimeoutMs: options.invokeTimeoutMs ?? 900_000,
  };
  const runs = Promise.all(mappings.map((mapping) => new MappingReader(deps, mapping).run()));
  const stop = async (): Promise<void> => {
    stopping.abort();
    const graceOver = new AbortController();
    await Promise.race([runs, pause(systemTimers, GRACE_MS, graceOver.signal)]);
    graceOver.abort();
    checkpoints.close();
    source.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    idle: () => workers.idle(),
    discarded: () => discards,
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
};
