/**
 * Event source mappings of DynamoDB streams: reads the streams of a DynamoDB endpoint and calls
 * functions with their records, in the order of each shard.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { openCheckpoints } from "./checkpoints.js";
import { batchDelivery, type FailedBatch, type Invoke } from "./delivery.js";
import { mappingReader } from "./mapping-reader.js";
import type { StreamMapping } from "./stream-mapping.js";

export type { FailedBatch, Invoke, StreamMapping };

export type StreamPollerOptions = {
  readonly endpoint: string;
  readonly region?: string | undefined;
  readonly mappings: readonly StreamMapping[];
  readonly invoke: Invoke;
  readonly pollIntervalMs?: number | undefined;
  /** Keeps how far each shard was delivered; without it every start begins at the starting position. */
  readonly checkpointFile?: string | undefined;
  /** Batches that were given up, for the queue of the mapping. */
  onFailure?(batch: FailedBatch): void;
};

export type StreamPoller = {
  /** Resolves when everything that was written before the call has been delivered or given up. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const POLL_INTERVAL_MS = 50;

/** @throws Error when a mapped table has no stream. */
export const startStreamPoller = async (options: StreamPollerOptions): Promise<StreamPoller> => {
  const { endpoint, region = "us-east-1", invoke, pollIntervalMs = POLL_INTERVAL_MS } = options;
  const clientOptions = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const tables = new DynamoDBClient(clientOptions);
  const streams = new DynamoDBStreamsClient(clientOptions);
  const checkpoints = await openCheckpoints(options.checkpointFile);
  const stopping = new AbortController();
  const readers = await Promise.all(
    options.mappings.map(async (mapping) => {
      const streamArn = await streamOf(tables, mapping.streamTable);
      const deliver = batchDelivery({
        mapping,
        streamArn,
        invoke,
        signal: stopping.signal,
        onFailure: (batch) => options.onFailure?.(batch),
      });
      return mappingReader({ mapping, streamArn, region, streams, checkpoints, deliver, pollIntervalMs });
    }),
  );
  return {
    idle: async () => {
      await Promise.all(readers.map((reader) => reader.idle()));
    },
    close: async () => {
      stopping.abort();
      await Promise.all(readers.map((reader) => reader.close()));
      await checkpoints.save();
      tables.destroy();
      streams.destroy();
    },
  };
};

const streamOf = async (client: DynamoDBClient, table: string): Promise<string> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  if (!Table?.LatestStreamArn) throw new Error(`table ${table} has no stream`);
  return Table.LatestStreamArn;
};
