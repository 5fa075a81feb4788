/** The time limit of the story's requests, against a server that does not respond. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "@jest/globals";
import { CREDENTIALS } from "../../../local/story/cast.js";
import { TIMED_HANDLER, timedFetch } from "../../../local/story/timed-fetch.js";

const LIMIT_MS = 100;

const withServer = async (listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> => {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

it("a request ends if no response arrives within its limit", () =>
  withServer(
    () => undefined,
    async (url) => {
      await expect(timedFetch(url, {}, LIMIT_MS)).rejects.toMatchObject({ name: "TimeoutError" });
    },
  ));

it("a request ends if the body of its response does not arrive within its limit", () =>
  withServer(
    (_, response) => response.writeHead(200).write("{"),
    async (url) => {
      const request = timedFetch(url, { method: "POST", body: "{}" }, LIMIT_MS);
      await expect(request).rejects.toMatchObject({ name: "TimeoutError" });
    },
  ));

it("a request ends if the body of its response has more than 1 MiB", () =>
  withServer(
    (_, response) => response.end(Buffer.alloc(1024 * 1024 + 1)),
    async (url) => {
      await expect(timedFetch(url)).rejects.toThrow("more than 1048576 bytes");
    },
  ));

it("the response has its status, headers and body", () =>
  withServer(
    (_, response) => response.writeHead(201, { "x-one": "1" }).end('{"two":2}'),
    async (url) => {
      const response = await timedFetch(url);
      expect([response.status, response.headers.get("x-one"), await response.json()]).toEqual([
        201,
        "1",
        { two: 2 },
      ]);
    },
  ));

it("a call of an SDK client ends if no response arrives within its limit", () =>
  withServer(
    () => undefined,
    async (endpoint) => {
      const requestHandler = { ...TIMED_HANDLER, requestTimeout: LIMIT_MS };
      const client = new DynamoDBClient({
        ...{ endpoint, region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1 },
        requestHandler,
      });
      await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: "TimeoutError" });
    },
  ));
