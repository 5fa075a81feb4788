/** Reads the streams of tables over the DynamoDB Streams API. */
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ListStreamsCommandOutput,
  ResourceNotFoundException,
  type Shard,
  type ShardIteratorType,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";

export type SourceRecord = _Record;

export interface SourceShard {
  readonly id: string;
  readonly parentId?: string;
}

export type IteratorStart =
  | { readonly type: "TRIM_HORIZON" | "LATEST" }
  | { readonly type: "AFTER_SEQUENCE_NUMBER"; readonly sequenceNumber: string };

export interface RecordsPage {
  readonly records: readonly SourceRecord[];
  /** Absent when the shard is closed and read to its end. */
  readonly next?: string;
}

const REQUEST_TIMEOUT_MS = 5000;

export class StreamSource {
  readonly #client: DynamoDBStreamsClient;
  readonly #signal: AbortSignal;

  constructor(endpoint: string, region: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#client = new DynamoDBStreamsClient({
      endpoint,
      region,
      // Tries again are the readers' business, who know what they have read.
      maxAttempts: 1,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS },
    });
  }

  /** The newest stream of the table; `undefined` when the table or its stream does not exist (yet). */
  async streamOf(table: string): Promise<string | undefined> {
    const { Streams = [] } = await this.#client
      .send(new ListStreamsCommand({ TableName: table }), this.#abortable)
      .catch((error: unknown): Pick<ListStreamsCommandOutput, "Streams"> => {
        if (error instanceof ResourceNotFoundException) return {};
        throw error;
      });
    // Labels are times of creation.
    return Streams.toSorted((a, b) => (a.StreamLabel ?? "").localeCompare(b.StreamLabel ?? "")).at(-1)
      ?.StreamArn;
  }

  /** Every shard of the stream, parents as well as children. */
  async shardsOf(streamArn: string): Promise<SourceShard[]> {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const command = new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last });
      const { StreamDescription: page } = await this.#client.send(command, this.#abortable);
      shards.push(...(page?.Shards ?? []));
      last = page?.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards.map(({ ShardId = "", ParentShardId }) =>
      ParentShardId === undefined ? { id: ShardId } : { id: ShardId, parentId: ParentShardId },
    );
  }

  async open(streamArn: string, shardId: string, start: IteratorStart): Promise<string | undefined> {
    const type: ShardIteratorType = start.type;
    const position = "sequenceNumber" in start ? { SequenceNumber: start.sequenceNumber } : {};
    const command = new GetShardIteratorCommand({
      ...{ StreamArn: streamArn, ShardId: shardId, ShardIteratorType: type },
      ...position,
    });
    return (await this.#client.send(command, this.#abortable)).ShardIterator;
  }

  async read(iterator: string): Promise<RecordsPage> {
    const command = new GetRecordsCommand({ ShardIterator: iterator });
    const { Records: records = [], NextShardIterator: next } = await this.#client.send(
      command,
      this.#abortable,
    );
    return next === undefined ? { records } : { records, next };
  }

  close(): void {
    this.#client.destroy();
  }

  get #abortable(): { abortSignal: AbortSignal } {
    return { abortSignal: this.#signal };
  }
}

/** The stream or the shard does not exist any more. */
export const isGone = (error: unknown): boolean => error instanceof ResourceNotFoundException;

/** What the position points to is older than the stream keeps. */
export const isTrimmed = (error: unknown): boolean => error instanceof TrimmedDataAccessException;

/** The iterator is too old to be used; its position may be fine. */
export const isExpired = (error: unknown): boolean => error instanceof ExpiredIteratorException;
