/** Creates the missing tables of a stack. */

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { LocalAwsError } from "../local-aws-error.js";
import type { Stack, StackResource } from "../template/index.js";

/** @throws Error if an existing table has other keys, indexes or stream than the template declares. */
export const createTables = async (client: DynamoDBClient, stack: Stack): Promise<void> => {
  await Promise.all(stack.resources("AWS::DynamoDB::Table").map((resource) => ensure(client, resource)));
};

type Properties = {
  readonly StreamSpecification?: { readonly StreamViewType: "NEW_IMAGE" };
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean | string };
  readonly BillingMode?: string;
} & Readonly<Record<string, unknown>>;

const ensure = async (
  client: DynamoDBClient,
  { logicalId, physicalId, properties }: StackResource,
): Promise<void> => {
  const wanted = tableInput(physicalId, properties);
  const existing = await describe(client, physicalId);
  if (existing !== undefined) {
    if (shape(existing) === shape(wanted)) return;
    throw new LocalAwsError(
      `table ${physicalId} differs from ${logicalId} in the template; delete the data (--fresh) to create it again`,
    );
  }
  await client.send(new CreateTableCommand(wanted));
  const { TimeToLiveSpecification: ttl } = properties as Properties;
  if (ttl === undefined || String(ttl.Enabled) !== "true") return;
  const TimeToLiveSpecification = { AttributeName: ttl.AttributeName, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: physicalId, TimeToLiveSpecification }));
};

const describe = async (client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

// Encryption, recovery and deletion protection do not apply locally. All other properties except the stream
// have the same names and shapes in CloudFormation and in the API.
const tableInput = (TableName: string, properties: Properties): CreateTableCommandInput => {
  const stream = properties.StreamSpecification;
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } =
    properties as unknown as CreateTableCommandInput;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    LocalSecondaryIndexes,
    // Capacity is not limited locally, so provisioned and warm tables are created like on-demand ones.
    GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(
      ({ ProvisionedThroughput: _, WarmThroughput: _warm, ...index }) => index,
    ),
    BillingMode: "PAY_PER_REQUEST",
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
  };
};

/** The properties that cannot change without moving the data, in a comparable form. */
const shape = (table: TableDescription | CreateTableCommandInput): string =>
  JSON.stringify({
    keys: keysOf(table.KeySchema),
    indexes: [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]
      .map((index) => [index.IndexName, keysOf(index.KeySchema), index.Projection?.ProjectionType])
      .sort((left, right) => String(left[0]).localeCompare(String(right[0]))),
    stream: table.StreamSpecification?.StreamViewType ?? null,
  });

const keysOf = (keys: CreateTableCommandInput["KeySchema"]) =>
  (keys ?? []).map(({ AttributeName, KeyType }) => [AttributeName, KeyType]);
