import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterEach, expect, it } from "@jest/globals";
import { startDynamoDb } from "../../src/dynamodb/index.js";
import { readStack } from "../../src/template/index.js";

const stack = readStack({
  region: "us-east-1",
  accountId: "123456789012",
  stackName: "shop",
  template: {
    Resources: {
      Orders: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "orders",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          StreamSpecification: { StreamViewType: "NEW_IMAGE" },
        },
      },
    },
  },
});

const folder = mkdtempSync(join(tmpdir(), "numbered-streams-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PAGE_BYTES = 4096;
/** How many entries the first page of the index has: the fourth of the file, after three bytes of its header. */
const indexed = (file: Buffer): number => file.readUInt16BE(3 * PAGE_BYTES + 3);

const streamOf = async (endpoint: string): Promise<(string | undefined)[]> => {
  const client = new DynamoDBStreamsClient({
    ...{ endpoint, region: "us-east-1" },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: "orders" }));
  const StreamArn = Streams[0]?.StreamArn ?? "";
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId ?? "";
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  client.destroy();
  return Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S);
};

it("keeps an index of the numbers of stream records, also across a restart", async () => {
  const dbPath = join(folder, "data.sqlite");
  const names = Array.from({ length: 24 }, (_, index) => `order-${index}`);
  const [before, after] = [names.slice(0, 12), names.slice(12)];
  for (const part of [before, after]) {
    const { client, url, close } = await startDynamoDb({ stack, dbPath });
    for (const pk of part)
      await client.send(new PutItemCommand({ TableName: "orders", Item: { pk: { S: pk } } }));
    expect(await streamOf(url)).toEqual(part === before ? before : names);
    await close();
    expect(indexed(readFileSync(dbPath))).toBe(part === before ? 12 : 24);
  }
});
