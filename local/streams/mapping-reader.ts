/** Reads all shards of one stream for one mapping; each shard in order, a child after its parent. */
import { setTimeout as delay } from "node:timers/promises";
import { DescribeStreamCommand, type Shard } from "@aws-sdk/client-dynamodb-streams";
import { fieldsOf } from "../event-bus/pattern/event-fields.js";
import { compilePattern } from "../event-bus/pattern/event-pattern.js";
import type { ReaderInput } from "./reader-input.js";
import { type ShardReader, shardReader } from "./shard-reader.js";
import type { StreamRecord } from "./stream-record.js";

export type MappingReader = { idle(): Promise<void>; close(): Promise<void> };

const SHARD_LOOKS = 100; // new shards are rare: one look at their list in so many rounds

export const mappingReader = (input: ReaderInput): MappingReader => {
  const { mapping, pollIntervalMs } = input;
  const accepts = recordFilter(mapping.filters);
  const shards = new Map<string, ShardReader>();
  const waiting = new Set<() => void>();
  const stop = new AbortController();

  const round = async (number: number): Promise<boolean> => {
    if (number % SHARD_LOOKS === 0) await findShards(input, accepts, shards);
    const read = await Promise.all(
      [...shards.values()].filter((shard) => shard.open(shards)).map((shard) => shard.poll()),
    );
    return read.some((count) => count > 0);
  };
  const run = async (): Promise<void> => {
    for (let number = 0; !stop.signal.aborted; number += 1) {
      const asking = [...waiting];
      const found = await round(number).catch(() => {
        number = -1; // after a failure the list of shards is looked at again
        return undefined;
      });
      if (found === false) for (const resolve of asking) resolve();
      if (found !== true) await delay(pollIntervalMs, undefined, { signal: stop.signal }).catch(() => {});
    }
    for (const resolve of waiting) resolve();
  };
  const running = run();
  return {
    // A round that begins after the call and finds nothing has seen all that was there before it.
    idle: () =>
      new Promise((resolve) => {
        const done = (): void => {
          waiting.delete(done);
          resolve();
        };
        if (stop.signal.aborted) return resolve();
        waiting.add(done);
      }),
    close: async () => {
      stop.abort();
      await running;
    },
  };
};

const recordFilter = (filters: readonly string[] | undefined): ((record: StreamRecord) => boolean) => {
  if (filters === undefined || filters.length === 0) return () => true;
  const patterns = filters.map((filter) => compilePattern(filter));
  return (record) => {
    const fields = fieldsOf(record);
    return patterns.some((pattern) => pattern.matches(fields));
  };
};

const findShards = async (
  input: ReaderInput,
  accepts: (record: StreamRecord) => boolean,
  known: Map<string, ShardReader>,
): Promise<void> => {
  const first = known.size === 0;
  for (const shard of await listShards(input)) {
    const id = shard.ShardId ?? "";
    if (known.has(id)) continue;
    // A shard that appears later is read from its beginning: LATEST is about the start of the mapping.
    const from = first ? input.mapping.startingPosition : "TRIM_HORIZON";
    known.set(id, shardReader({ ...input, accepts, shard, from }));
  }
};

const listShards = async ({ streams, streamArn }: ReaderInput): Promise<Shard[]> => {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await streams.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: after }),
    );
    shards.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
};
