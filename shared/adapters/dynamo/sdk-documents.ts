/** The document calls through the SDK's document client. */
import { setTimeout as delay } from "node:timers/promises";
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { isThrottledTransaction } from "../aws/signed-json.js";
import { batchRequest, type Documents, NEW_ROW, type TableKeys } from "./documents.js";

export const sdkDocuments = (client: DynamoDBDocumentClient): Documents => {
  retryConflicts(client);
  return documentsOf(client);
};

/**
 * Retries cancelled transactions, which the SDK treats as errors of the caller. DynamoDB cancels overlapping and
 * throttled transactions, and writes nothing.
 */
const retryConflicts = ({ middlewareStack }: DynamoDBDocumentClient): void => {
  middlewareStack.add(
    (next) => async (input) => {
      try {
        return await next(input);
      } catch (error) {
        if (error instanceof Error && isHindered(error))
          Object.assign(error, { $retryable: { throttling: true } });
        throw error;
      }
    },
    { name: "retryConflicts", step: "finalizeRequest", priority: "low", override: true },
  );
};

const isHindered = (error: Error): boolean =>
  error instanceof TransactionCanceledException
    ? isThrottledTransaction(error.CancellationReasons)
    : error.name === "TransactionConflictException";

const documentsOf = (client: DynamoDBDocumentClient): Documents => ({
  get: async (table, key) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }),
    );
    return Item;
  },
  batchGet: async (keys) => {
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(
      new BatchGetCommand({ RequestItems: batchRequest(keys) }),
    );
    const unread = Object.entries(UnprocessedKeys).map(([table, { Keys = [] }]) => [table, Keys]);
    return { rows: Responses, unread: Object.fromEntries(unread) as TableKeys };
  },
  query: async (input) => {
    const consistent = { ...input, ConsistentRead: input.IndexName === undefined };
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(consistent));
    return { rows: Items, next: LastEvaluatedKey };
  },
  put: async (table, row) => {
    await client.send(new PutCommand({ TableName: table, Item: { ...row } }));
  },
  insert: (table, row) =>
    unlessConditionFails(
      client.send(new PutCommand({ TableName: table, Item: { ...row }, ConditionExpression: NEW_ROW })),
    ),
  take: async (table, key) => {
    const { Attributes } = await client.send(
      new DeleteCommand({ TableName: table, Key: { ...key }, ReturnValues: "ALL_OLD" }),
    );
    return Attributes;
  },
  update: (input) => unlessConditionFails(client.send(new UpdateCommand(input))),
  transact: async (items) => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [...items] }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      return (error.CancellationReasons ?? []).map(({ Code }) => Code ?? "None");
    }
  },
  // Operators' commands have no deadline.
  pause: async (milliseconds) => {
    await delay(milliseconds);
    return true;
  },
});

const unlessConditionFails = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
