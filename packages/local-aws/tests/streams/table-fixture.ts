/** Tables with streams on a real embedded database, and functions that note what they receive. */
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  type StreamViewType,
} from "@aws-sdk/client-dynamodb";
import { findEngine, thisMachine } from "../../src/dynamodb/engine.js";
import { startEngine } from "../../src/dynamodb/engine-process.js";
import type { Invoke, InvokeResult } from "../../src/event-bus/index.js";
import {
  type StreamMapping,
  type StreamPoller,
  type StreamPollerOptions,
  startStreamPoller,
} from "../../src/streams/index.js";

export interface ReceivedRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly SequenceNumber: string;
    readonly Keys: Record<string, { S?: string }>;
    readonly NewImage?: Record<string, unknown>;
  };
}

export const ok: InvokeResult = { statusCode: 200, payload: "null" };
export const failure: InvokeResult = { statusCode: 200, functionError: "Unhandled", payload: "{}" };

/** The keys of the records in a batch. */
export const keysOf = (records: readonly ReceivedRecord[]): string[] =>
  records.map(({ dynamodb }) => dynamodb.Keys.k?.S ?? "?");

export const recorder = (
  answer: (records: ReceivedRecord[], call: number) => InvokeResult | Promise<InvokeResult>,
) => {
  const batches: ReceivedRecord[][] = [];
  const invoke: Invoke = async (_functionName, event) => {
    const { Records } = event as { Records: ReceivedRecord[] };
    batches.push(Records);
    return answer(Records, batches.length);
  };
  return { batches, invoke, keys: () => batches.map(keysOf) };
};

export const tableFixture = async () => {
  const engine = findEngine(thisMachine());
  const database = await startEngine((port) => engine(port, undefined), 0);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: database.url, region: "us-east-1", credentials });
  const pollers: StreamPoller[] = [];
  return {
    endpoint: database.url,
    client,
    createTable: async (TableName: string, view: StreamViewType = "NEW_AND_OLD_IMAGES"): Promise<void> => {
      await client.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
          StreamSpecification: { StreamEnabled: true, StreamViewType: view },
        }),
      );
    },
    put: async (TableName: string, ...keys: string[]): Promise<void> => {
      for (const k of keys) await client.send(new PutItemCommand({ TableName, Item: { k: { S: k } } }));
    },
    remove: async (TableName: string, k: string): Promise<void> => {
      await client.send(new DeleteItemCommand({ TableName, Key: { k: { S: k } } }));
    },
    poll: async (
      mapping: Partial<StreamMapping> & { streamTable: string },
      options: Partial<StreamPollerOptions> & { invoke: Invoke },
    ): Promise<StreamPoller> => {
      const poller = await startStreamPoller({
        endpoint: database.url,
        mappings: [{ functionName: "relay", batchSize: 100, startingPosition: "TRIM_HORIZON", ...mapping }],
        ...options,
      });
      pollers.push(poller);
      return poller;
    },
    closePollers: async (): Promise<void> => {
      await Promise.all(pollers.splice(0).map((poller) => poller.close()));
    },
    close: async (): Promise<void> => {
      client.destroy();
      await database.close();
    },
  };
};
