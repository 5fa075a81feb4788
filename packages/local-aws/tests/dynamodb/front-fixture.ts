/** A database behind its front, with a table that has an index. */
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type FrontOptions, type ObservedCall, startDynamoDb } from "../../src/dynamodb/index.js";
import { readStack } from "../../src/template/index.js";

const place = { region: "us-east-1", accountId: "123456789012", stackName: "shop" };
export const noTables = readStack({ ...place, template: { Resources: {} } });
const stack = readStack({
  ...place,
  template: {
    Resources: {
      Orders: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "orders",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: ["pk", "owner"].map((AttributeName) => ({
            AttributeName,
            AttributeType: "S",
          })),
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          GlobalSecondaryIndexes: [
            {
              IndexName: "by-owner",
              KeySchema: [{ AttributeName: "owner", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          ],
        },
      },
      Items: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "items",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "number", AttributeType: "N" }],
          KeySchema: [{ AttributeName: "number", KeyType: "HASH" }],
        },
      },
    },
  },
});

const closers: (() => unknown)[] = [];
export const closeFronts = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

type More = { readonly port?: number; readonly gate?: Gate };

export const startFront = async (front: FrontOptions = {}, { port, gate }: More = {}) => {
  const calls: ObservedCall[] = [];
  const observe = (call: ObservedCall) => calls.push(call);
  const engine = await startDynamoDb({ stack });
  const behind = {
    endpoint: gate ? await gate.before(engine.url) : engine.url,
    front: { observe, ...front },
  };
  const database = await startDynamoDb({ stack, port, ...behind });
  // Without retries, a test sees each answer.
  const client = new DynamoDBClient({
    endpoint: database.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  closers.push(
    () => engine.close(),
    () => database.close(),
    () => client.destroy(),
  );
  return { ...database, engineUrl: engine.url, client, calls };
};

/** Holds the first write on its way to the engine, until it is released. */
export class Gate {
  readonly #signals = new EventEmitter();
  readonly #released = once(this.#signals, "released");
  /** Resolves when the write is held. */
  readonly arrived = once(this.#signals, "arrived");
  #held = false;

  release(): void {
    this.#signals.emit("released");
  }

  /** Returns the URL of the gate. */
  async before(engineUrl: string): Promise<string> {
    const server = createServer(async (incoming, response) => {
      const headers = Object.entries(incoming.headers).filter(([name]) =>
        /^(x-amz|auth|content-type)/.test(name),
      );
      const body = await text(incoming);
      if (!this.#held && /Write|PutItem/.test(String(incoming.headers["x-amz-target"]))) {
        this.#held = true;
        this.#signals.emit("arrived");
        await this.#released;
      }
      const answer = await fetch(engineUrl, {
        method: "POST",
        headers: Object.fromEntries(headers) as Record<string, string>,
        body,
      });
      response
        .writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" })
        .end(await answer.text());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
}

export const order = (pk: string, more: Readonly<Record<string, { S: string }>> = {}) => ({
  TableName: "orders",
  Item: { pk: { S: pk }, ...more },
});
export const keyOf = (pk: string) => ({ TableName: "orders", Key: { pk: { S: pk } } });
