/** Reads one shard from where it was left, and delivers what it reads before it reads on. */
import {
  type _Record,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from "@aws-sdk/client-dynamodb-streams";
import type { ReaderInput } from "./reader-input.js";
import { type StreamRecord, streamRecord } from "./stream-record.js";

export type ShardReader = {
  /** Whether it may be read now: not before its parent is read to the end, and not after its own end. */
  open(all: ReadonlyMap<string, ShardReader>): boolean;
  readonly ended: boolean;
  /** Reads once and delivers; answers how many records there were. */
  poll(): Promise<number>;
};

type Input = ReaderInput & {
  readonly shard: Shard;
  readonly from: "TRIM_HORIZON" | "LATEST";
  readonly accepts: (record: StreamRecord) => boolean;
};

const READ_LIMIT = 1000;

export const shardReader = (input: Input): ShardReader => {
  const { mapping, streamArn, region, streams, checkpoints, shard } = input;
  // Two mappings of one stream go their own ways.
  const name = `${mapping.functionName}/${streamArn}/${shard.ShardId}`;
  let iterator: string | undefined;
  let ended = false;

  const startingIterator = async (): Promise<string | undefined> => {
    const last = checkpoints.last(name);
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shard.ShardId,
        ...(last === undefined
          ? { ShardIteratorType: input.from }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: last }),
      }),
    );
    return ShardIterator;
  };

  const deliverAll = async (read: readonly _Record[]): Promise<void> => {
    const records = read.map((record) => streamRecord(record, streamArn, region));
    const wanted = records.filter(input.accepts);
    for (let start = 0; start < wanted.length; start += mapping.batchSize) {
      const batch = wanted.slice(start, start + mapping.batchSize);
      await input.deliver(batch);
      checkpoints.advance(name, batch.at(-1)?.dynamodb.SequenceNumber ?? "");
    }
    const last = records.at(-1);
    if (last) checkpoints.advance(name, last.dynamodb.SequenceNumber);
  };

  return {
    get ended() {
      return ended;
    },
    open: (all) => !ended && all.get(shard.ParentShardId ?? "")?.ended !== false,
    poll: async () => {
      try {
        iterator ??= await startingIterator();
        if (iterator === undefined) return 0;
        const { Records = [], NextShardIterator } = await streams.send(
          new GetRecordsCommand({ ShardIterator: iterator, Limit: READ_LIMIT }),
        );
        await deliverAll(Records);
        iterator = NextShardIterator;
        ended = NextShardIterator === undefined;
        return Records.length;
      } catch (error) {
        iterator = undefined; // read again from the last record that was delivered
        throw error;
      }
    },
  };
};
