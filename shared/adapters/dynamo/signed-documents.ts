/**
 * The document calls as signed JSON requests, without the SDK client, but with the SDK's conversion of
 * values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Deadline } from "../../ports/index.js";
import { type AwsJsonCall, AwsJsonError } from "../aws/signed-json.js";
import { batchRequest, type Documents, NEW_ROW, type TableKeys, type TransactItem } from "./documents.js";
import type { Row } from "./rows.js";

export const DYNAMODB = { name: "dynamodb", target: "DynamoDB_20120810", version: "1.0" } as const;

type Wire = Parameters<typeof unmarshall>[0];

export const signedDocuments = (call: AwsJsonCall, deadline: Pick<Deadline, "remainingMs">): Documents => ({
  get: async (table, key) => {
    const { Item } = await call("GetItem", { TableName: table, Key: toWire(key), ConsistentRead: true });
    return Item === undefined ? undefined : unmarshall(Item as Wire);
  },
  batchGet: async (keys) => {
    const RequestItems = converted(batchRequest(keys), (each) => ({ ...each, Keys: each.Keys.map(toWire) }));
    const { Responses = {}, UnprocessedKeys = {} } = await call("BatchGetItem", { RequestItems });
    return {
      rows: converted(Responses as Record<string, Wire[]>, (of) => of.map((row): Row => unmarshall(row))),
      unread: converted(UnprocessedKeys as Record<string, { Keys?: Wire[] }>, ({ Keys = [] }) =>
        Keys.map((key) => unmarshall(key)),
      ) as TableKeys,
    };
  },
  query: async (input) => {
    const consistent = { ...toWireAction(input), ConsistentRead: input.IndexName === undefined };
    const { Items = [], LastEvaluatedKey } = await call("Query", consistent);
    return {
      rows: (Items as Wire[]).map((row): Row => unmarshall(row)),
      next: LastEvaluatedKey === undefined ? undefined : unmarshall(LastEvaluatedKey as Wire),
    };
  },
  put: async (table, row) => {
    await call("PutItem", { TableName: table, Item: toWire(row) });
  },
  insert: (table, row) =>
    unlessConditionFails(
      call("PutItem", { TableName: table, Item: toWire(row), ConditionExpression: NEW_ROW }),
    ),
  take: async (table, key) => {
    const input = { TableName: table, Key: toWire(key), ReturnValues: "ALL_OLD" };
    const { Attributes } = await call("DeleteItem", input);
    return Attributes === undefined ? undefined : unmarshall(Attributes as Wire);
  },
  update: (input) => unlessConditionFails(call("UpdateItem", toWireAction(input))),
  transact: async (items) => {
    try {
      // The token makes a retry of the call idempotent.
      const TransactItems = items.map(wireItem);
      await call("TransactWriteItems", { TransactItems, ClientRequestToken: randomUUID() });
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsJsonError) || error.name !== "TransactionCanceledException") throw error;
      const reasons = (error.body.CancellationReasons ?? []) as { Code?: string }[];
      return reasons.map(({ Code = "None" }) => Code);
    }
  },
  pause: async (milliseconds) => {
    if (deadline.remainingMs() <= milliseconds) return false;
    await delay(milliseconds);
    return true;
  },
});

const unlessConditionFails = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof AwsJsonError && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
};

const toWire = (value: object): Wire => marshall(value, { removeUndefinedValues: true });

const converted = <From, To>(record: Readonly<Record<string, From>>, convert: (from: From) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));

const wireItem = (item: TransactItem): object => converted(item as Record<string, object>, toWireAction);

const VALUES: ReadonlySet<string> = new Set([
  "Item",
  "Key",
  "ExpressionAttributeValues",
  "ExclusiveStartKey",
]);

const toWireAction = (action: object): object =>
  Object.fromEntries(
    Object.entries(action).map(([name, value]) => [name, VALUES.has(name) ? toWire(value) : value]),
  );
