/**
 * Event source mappings of tables on one machine: polls DynamoDB Streams and invokes functions as Lambda
 * does, in order per shard, at least once
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
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
  /** 45 by default. A write is read within this time, or within twice of it after some seconds of rest. */
  readonly pollIntervalMs?: number;
  /** Where to go on after a restart; without it each start begins at the starting position. */
  readonly checkpointFile?: string;
  /** Receives the record of each batch that was given up, for the mapping's `onFailureQueue`. */
  readonly sendToQueue?: (queueArn: string, message: string) => void;
  /** Shown to functions in place of the embedded database's own. */
  readonly region?: string;
  readonly accountId?: string;
  readonly invokeTimeoutMs?: number;
  readonly timers?: Timers;
}

export interface StreamPoller {
  /**
   * Resolves when everything that was written before the call has been delivered or given up; waits on
   * while a function fails, and while the database does not answer.
   */
  idle(): Promise<void>;
  /** The batches that were given up, as their queues learn of them. */
  discarded(): readonly JsonObject[];
  /** Stops reading, waits a moment for invocations under way, and saves the positions. */
  close(): Promise<void>;
}

const GRACE_MS = 2000;
const KEPT_DISCARDS = 1000;

/** @throws Error that names the mapping, or the file, which is not usable. */
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
