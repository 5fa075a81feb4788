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
  /** Absent if the shard is closed and fully read. */
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
      // The readers retry, because they know their position.
      maxAttempts: 1,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS },
    });
  }

  /** The latest stream of the table. Returns `undefined` if the table or its stream does not exist (yet). */
  async streamOf(table: string): Promise<string | undefined> {
    const { Streams = [] } = await this.#client
      .send(new ListStreamsCommand({ TableName: table }), this.#abortable)
      .catch((error: unknown): Pick<ListStreamsCommandOutput, "Streams"> => {
        if (error instanceof ResourceNotFoundException) return {};
        throw error;
      });
    // Stream labels are creation times.
    return Streams.toSorted((a, b) => (a.StreamLabel ?? "").localeCompare(b.StreamLabel ?? "")).at(-1)
      ?.StreamArn;
  }

  /** All shards of the stream, parents and children. */
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

/** The stream or the shard no longer exists. */
export const isGone = (error: unknown): boolean => error instanceof ResourceNotFoundException;

/** The position is older than the records that the stream keeps. */
export const isTrimmed = (error: unknown): boolean => error instanceof TrimmedDataAccessException;

/** The iterator has expired. Its position may still be valid. */
export const isExpired = (error: unknown): boolean => error instanceof ExpiredIteratorException;
