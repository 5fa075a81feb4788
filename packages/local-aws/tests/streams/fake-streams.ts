/** A DynamoDB Streams endpoint whose shards close, split, lose records and fail as a test says. */

import type { JsonObject } from "../../src/aws-json/json.js";
import { startAwsJsonServer } from "../../src/aws-json/server.js";
import { ServiceError } from "../../src/aws-json/service-error.js";

interface FakeShard {
  readonly id: string;
  readonly parent?: string;
  /** Sequence number -> key. */
  records: [number, string][];
  closed: boolean;
}

export const fakeStreams = async (onPort = 0) => {
  const shards = new Map<string, FakeShard>();
  const errors: string[] = [];
  const opened: string[] = [];
  let label = "2026-03-01T00:00:00.000";
  let sequence = 0;
  const arn = (): string => `arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/${label}`;

  const operations = {
    ListStreams: () => ({ Streams: [{ StreamArn: arn(), StreamLabel: label, TableName: "t" }] }),
    DescribeStream: ({ StreamArn, ExclusiveStartShardId: after }: JsonObject) => {
      if (StreamArn !== arn()) throw new ServiceError("ResourceNotFoundException", "no such stream");
      const all = [...shards.values()];
      const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
      const page = all.slice(start, start + 1); // one a page, so that pages are followed
      const more = start + 1 < all.length ? { LastEvaluatedShardId: page[0]?.id } : {};
      const Shards = page.map(({ id, parent }) => ({ ShardId: id, ParentShardId: parent }));
      return { StreamDescription: { StreamArn, Shards, ...more } };
    },
    GetShardIterator: (input: JsonObject) => {
      const shard = shards.get(String(input.ShardId));
      if (shard === undefined) throw new ServiceError("ResourceNotFoundException", "no such shard");
      opened.push(`${shard.id} ${input.ShardIteratorType} ${input.SequenceNumber ?? ""}`.trim());
      const last = shard.records.at(-1)?.[0] ?? 0;
      const after = input.ShardIteratorType === "LATEST" ? last : Number(input.SequenceNumber ?? 0);
      return { ShardIterator: JSON.stringify([shard.id, after]) };
    },
    GetRecords: (input: JsonObject) => {
      const error = errors.shift();
      if (error !== undefined) throw new ServiceError(error, "on request");
      const [id, after] = JSON.parse(String(input.ShardIterator)) as [string, number];
      const shard = shards.get(id);
      if (shard === undefined) throw new ServiceError("ResourceNotFoundException", "no such shard");
      const found = shard.records.filter(([number]) => number > after).slice(0, 2);
      const Records = found.map(([number, k]) => ({
        eventName: "INSERT",
        dynamodb: {
          ...{ ApproximateCreationDateTime: Date.now() / 1000, SequenceNumber: String(number) },
          Keys: { k: { S: k } },
        },
      }));
      const position = found.at(-1)?.[0] ?? after;
      const ended = shard.closed && position === (shard.records.at(-1)?.[0] ?? after);
      return ended ? { Records } : { Records, NextShardIterator: JSON.stringify([id, position]) };
    },
  };
  const server = await startAwsJsonServer({ name: "DynamoDBStreams_20120810", operations }, onPort);
  return {
    url: server.url,
    port: server.port,
    /** What iterators were asked for. */
    opened,
    /** The next reads fail with these. */
    failReads: (...codes: string[]) => void errors.push(...codes),
    addShard: (id: string, parent?: string): void => {
      shards.set(id, { id, records: [], closed: false, ...(parent !== undefined && { parent }) });
    },
    closeShard: (id: string): void => {
      const shard = shards.get(id);
      if (shard !== undefined) shard.closed = true;
    },
    write: (id: string, ...keys: string[]): void => {
      for (const key of keys) shards.get(id)?.records.push([++sequence, key]);
    },
    /** The table gets a new stream, with no shard yet. */
    replaceStream: (): void => {
      label = "2026-04-01T00:00:00.000";
      shards.clear();
    },
    close: () => server.close(),
  };
};
