/**
 * Follows the stream of one mapping: finds it, reads its shards in parallel, a child only after its parent,
 * and switches to the new stream if the table gets one
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).
 */
import type { Position } from "./checkpoints.js";
import type { ReadyMapping } from "./mapping.js";
import { type ReaderDeps, readShard } from "./shard-reader.js";
import type { ShardWorker } from "./shard-worker.js";
import type { SourceShard } from "./stream-source.js";

const LOOK_AGAIN_MS = 5000;
const NOT_THERE_YET_MS = 200;

export class MappingReader {
  readonly #deps: ReaderDeps;
  readonly #mapping: ReadyMapping;
  readonly #worker: ShardWorker;
  readonly #reading = new Map<string, Promise<void>>();
  #streamArn: string | undefined;

  constructor(deps: ReaderDeps, mapping: ReadyMapping) {
    this.#deps = deps;
    this.#mapping = mapping;
    this.#worker = deps.workers.open();
  }

  /** Resolves when the signal aborts and all its readers have ended. */
  async run(): Promise<void> {
    const { signal, workers } = this.#deps;
    while (!signal.aborted) {
      const tick = workers.tick();
      const settled = await this.#look().catch(() => false);
      if (settled) this.#worker.restAt(tick);
      await this.#worker.sleep(settled && this.#reading.size > 0 ? LOOK_AGAIN_MS : NOT_THERE_YET_MS);
    }
    await Promise.all(this.#reading.values());
  }

  /** Whether a reader runs for every shard that can be read. */
  async #look(): Promise<boolean> {
    const { source, checkpoints } = this.#deps;
    const { key, streamTable, startingPosition } = this.#mapping;
    const found = await source.streamOf(streamTable);
    if (found === undefined) return true;
    if (this.#streamArn !== found && this.#reading.size > 0) {
      this.#streamArn = undefined; // retires the readers of the previous stream; its records are delivered first
      return false;
    }
    const shards = await source.shardsOf(found);
    this.#streamArn = found;
    const known = checkpoints.streamOf(key);
    if (known !== found) checkpoints.begin(key, found);
    // This stream began after the mapping started, so all of its records count, even for LATEST.
    const fresh = known === undefined && startingPosition === "LATEST";
    const first: Position = fresh ? { at: "time", since: this.#deps.timers.now() } : { at: "start" };
    for (const { id } of shards)
      if (checkpoints.positionOf(key, id) === undefined) checkpoints.set(key, found, id, first);
    checkpoints.keepOnly(key, new Set(shards.map(({ id }) => id)));
    for (const shard of shards) if (this.#canRead(shard, shards)) this.#read(found, shard.id, fresh);
    return true;
  }

  #canRead({ id, parentId }: SourceShard, shards: readonly SourceShard[]): boolean {
    const isAtEnd = (shardId: string): boolean =>
      this.#deps.checkpoints.positionOf(this.#mapping.key, shardId)?.at === "end";
    const waitsFor = shards.find((shard) => shard.id === parentId);
    return !this.#reading.has(id) && !isAtEnd(id) && (waitsFor === undefined || isAtEnd(waitsFor.id));
  }

  #read(streamArn: string, shardId: string, latest: boolean): void {
    const { workers } = this.#deps;
    const worker = workers.open();
    const retired = (): boolean => this.#streamArn !== streamArn;
    const shard = { mapping: this.#mapping, streamArn, shardId, latest, retired };
    const reading = readShard(this.#deps, shard, worker).finally(() => {
      this.#reading.delete(shardId);
      this.#worker.restAt(0); // look for its child shards before reporting idle
      workers.close(worker);
      this.#worker.wake();
    });
    this.#reading.set(shardId, reading);
  }
}
