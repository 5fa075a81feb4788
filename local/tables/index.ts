/**
 * DynamoDB for one machine: the dynoxide binary as a child process, with the tables of a template.
 * Where there is no binary for the platform, `DYNAMODB_ENDPOINT` names a DynamoDB Local to use.
 */
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { Resource, Template } from "../cloudformation/template.js";
import { startDynoxide } from "./dynoxide.js";

export type TablesOptions = {
  readonly template: Template;
  readonly region: string;
  /** Where the data stays between starts; in memory when left out. */
  readonly dbPath?: string | undefined;
  readonly endpoint?: string | undefined;
};
export type Tables = { readonly url: string; readonly client: DynamoDBClient; close(): Promise<void> };

/** @throws Error, in one line, when there is neither a binary nor an endpoint. */
export const startTables = async (options: TablesOptions): Promise<Tables> => {
  const database = options.endpoint
    ? { url: options.endpoint, close: async () => {} }
    : await startDynoxide({ dbPath: options.dbPath });
  const client = new DynamoDBClient({
    endpoint: database.url,
    region: options.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const missing = options.template
    .resources("AWS::DynamoDB::Table")
    .filter(({ physicalId }) => !TableNames.includes(physicalId));
  await Promise.all(missing.map((table) => createTable(client, table)));
  return {
    url: database.url,
    client,
    close: async () => {
      client.destroy();
      await database.close();
    },
  };
};

// Encryption, recovery and protection have no meaning on one machine; keys, indexes and streams do.
const createTable = async (client: DynamoDBClient, { physicalId, properties }: Resource): Promise<void> => {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes, BillingMode } =
    properties as unknown as ConstructorParameters<typeof CreateTableCommand>[0];
  const stream = properties.StreamSpecification as { StreamViewType: "NEW_IMAGE" } | undefined;
  await client.send(
    new CreateTableCommand({
      TableName: physicalId,
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
      LocalSecondaryIndexes,
      BillingMode,
      ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
    }),
  );
  const ttl = properties.TimeToLiveSpecification as { AttributeName: string } | undefined;
  if (!ttl) return;
  const TimeToLiveSpecification = { AttributeName: ttl.AttributeName, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: physicalId, TimeToLiveSpecification }));
};
