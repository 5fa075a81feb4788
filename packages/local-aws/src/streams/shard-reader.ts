/**
 * Reads one shard to its end and delivers its records. The position advances only past settled records. The batching window
 * also ends when nothing is left to read and a caller waits for idle workers.
 */
import { type EventFields, fieldsOf } from "../event-bus/pattern/event-fields.js";
import { pause } from "../event-bus/timers.js";
import { type DeliveryDeps, deliverRecords } from "./batch-delivery.js";
import type { Checkpoints, Position } from "./checkpoints.js";
import type { ReadyMapping } from "./mapping.js";
import type { ShardWorker, ShardWorkers } from "./shard-worker.js";
import { changesNothing, type StreamPlace, type StreamRecord, streamRecord } from "./stream-event.js";
import {
  type IteratorStart,
  isExpired,
  isGone,
  isTrimmed,
  type SourceRecord,
  type StreamSource,
} from "./stream-source.js";

export interface ReaderDeps extends DeliveryDeps {
  readonly source: StreamSource;
  readonly checkpoints: Checkpoints;
  readonly workers: ShardWorkers;
  readonly place: StreamPlace;
  readonly pollIntervalMs: number;
}

export interface ShardToRead {
  readonly mapping: ReadyMapping;
  readonly streamArn: string;
  readonly shardId: string;
  /** Start with records written from now on instead of resolving the position. */
  readonly latest: boolean;
  /** Whether to end at the first empty read, because the table has another stream now. */
  retired(): boolean;
}

const ERROR_PAUSE_MS = 200;
const QUIET_AFTER = 100; // empty reads; then the table is read half as often

/** Resolves when the shard is closed and delivered, when it no longer exists, or when the signal aborts. */
export const readShard = async (deps: ReaderDeps, shard: ShardToRead, worker: ShardWorker): Promise<void> => {
  const { source, workers, signal, timers, pollIntervalMs } = deps;
  let iterator: string | undefined;
  let latest = shard.latest;
  let emptyReads = 0;
  let gathered = NOTHING;
  while (!signal.aborted) {
    const tick = workers.tick();
    try {
      iterator ??= await source.open(shard.streamArn, shard.shardId, startOf(deps, shard, latest));
      latest = false;
      const page = iterator === undefined ? { records: [] } : await source.read(iterator);
      gathered = gather(deps, shard, gathered, page.records);
      iterator = page.next;
      const isLast = iterator === undefined || shard.retired();
      const waitMs = isLast ? 0 : waitOf(deps, shard, gathered);
      if (waitMs > 0 && page.records.length > 0) continue;
      if (waitMs > 0 && !workers.isAsked) {
        await worker.sleep(Math.min(waitMs, pollIntervalMs));
        continue;
      }
      await deliverPage(deps, shard, gathered);
      const isEmpty = gathered.last === undefined;
      gathered = NOTHING;
      if (signal.aborted) return;
      if (iterator === undefined) return moveTo(deps, shard, { at: "end" });
      emptyReads = isEmpty ? emptyReads + 1 : 0;
      if (emptyReads === 0) continue;
      if (shard.retired()) return;
      worker.restAt(tick);
      await worker.sleep(emptyReads > QUIET_AFTER ? 2 * pollIntervalMs : pollIntervalMs);
    } catch (error) {
      iterator = undefined;
      gathered = NOTHING; // read again from the position
      if (isTrimmed(error)) moveTo(deps, shard, { at: "start" });
      if (!isExpired(error)) await pause(timers, ERROR_PAUSE_MS, signal);
      if (isGone(error)) return;
    }
  }
};

const positionOf = ({ checkpoints }: ReaderDeps, { mapping, shardId }: ShardToRead): Position =>
  checkpoints.positionOf(mapping.key, shardId) ?? { at: "start" };

const moveTo = ({ checkpoints }: ReaderDeps, shard: ShardToRead, position: Position): void =>
  checkpoints.set(shard.mapping.key, shard.streamArn, shard.shardId, position);

const startOf = (deps: ReaderDeps, shard: ShardToRead, latest: boolean): IteratorStart => {
  if (latest) return { type: "LATEST" };
  const position = positionOf(deps, shard);
  return position.at === "record"
    ? { type: "AFTER_SEQUENCE_NUMBER", sequenceNumber: position.after }
    : { type: "TRIM_HORIZON" };
};

/** Records that wait for their batching window. */
interface Gathered {
  readonly wanted: readonly StreamRecord[];
  /** When the first of them was read. */
  readonly sinceMs: number;
  /** The last record that was read, wanted or not. */
  readonly last: string | undefined;
}

const NOTHING: Gathered = { wanted: [], sinceMs: 0, last: undefined };

const gather = (
  deps: ReaderDeps,
  shard: ShardToRead,
  before: Gathered,
  page: readonly SourceRecord[],
): Gathered => {
  const position = positionOf(deps, shard);
  // Times in streams have a precision of one second.
  const sinceMs = position.at === "time" ? Math.floor(position.since / 1000) * 1000 : 0;
  const wanted = page
    .filter((record) => !changesNothing(record))
    .map((record) => streamRecord(record, shard.streamArn, deps.place))
    .filter((record) => record.createdAtMs >= sinceMs && passes(shard.mapping, record));
  return {
    wanted: [...before.wanted, ...wanted],
    sinceMs: before.wanted.length > 0 ? before.sinceMs : deps.timers.now(),
    last: page.at(-1)?.dynamodb?.SequenceNumber ?? before.last,
  };
};

/** How long the batching window stays open. A full batch closes it. */
const waitOf = ({ timers }: ReaderDeps, { mapping }: ShardToRead, { wanted, sinceMs }: Gathered): number => {
  const { batchSize, maximumBatchingWindowInSeconds: seconds = 0 } = mapping;
  if (wanted.length === 0 || wanted.length >= batchSize) return 0;
  return sinceMs + seconds * 1000 - timers.now();
};

const deliverPage = async (
  deps: ReaderDeps,
  shard: ShardToRead,
  { wanted, last }: Gathered,
): Promise<void> => {
  const settled = ({ sequenceNumber }: StreamRecord): void =>
    moveTo(deps, shard, { at: "record", after: sequenceNumber });
  await deliverRecords(deps, { mapping: shard.mapping, shardId: shard.shardId, settled }, wanted);
  if (last !== undefined && !deps.signal.aborted) moveTo(deps, shard, { at: "record", after: last });
};

const passes = ({ patterns }: ReadyMapping, { event }: StreamRecord): boolean => {
  if (patterns.length === 0) return true;
  const fields: EventFields = fieldsOf(event);
  return patterns.some((pattern) => pattern.matches(fields));
};
