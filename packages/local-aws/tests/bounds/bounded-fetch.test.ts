/** Addresses from settings are read with a limit of bytes and of time. */
import { gzipSync } from "node:zlib";
import { afterEach, expect, it } from "@jest/globals";
import { boundedFetch } from "../../src/bounded-fetch.js";
import { lambdaInvoke } from "../../src/functions/lambda-invoke.js";
import { userPoolAt } from "../../src/identity-pool/index.js";
import { type Answer, startServer, type TestServer } from "../support/http-server.js";

let server: TestServer;
afterEach(() => server.close());

const serve = async (answer: Answer): Promise<string> => {
  server = await startServer(answer);
  return server.url;
};

const limits = { timeoutMs: 5000, maxBytes: 1000 };

it("returns a response of the permitted size with its status, headers and body", async () => {
  const url = await serve((_, response) => response.writeHead(201, { "x-kind": "a" }).end("x".repeat(1000)));
  const response = await boundedFetch(url, limits, { method: "POST", body: "hello" });

  expect(response.status).toBe(201);
  expect(response.headers.get("x-kind")).toBe("a");
  expect(await response.text()).toBe("x".repeat(1000));
  expect(server.seen).toMatchObject([{ method: "POST", body: "hello" }]);
});

it("returns a response without a body", async () => {
  const url = await serve((_, response) => response.writeHead(204).end());

  expect((await boundedFetch(url, limits)).status).toBe(204);
});

it.each<[string, Answer]>([
  ["a longer body", (_, response) => response.end("x".repeat(1001))],
  [
    "a body that is longer after decompression",
    (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(1e6))),
  ],
])("rejects %s", async (_, answer) => {
  const url = await serve(answer);

  await expect(boundedFetch(url, limits)).rejects.toThrow("The response has more than 1000 bytes.");
});

it("rejects a body that does not end in time", async () => {
  const url = await serve((_, response) => response.writeHead(200).write("x"));

  await expect(boundedFetch(url, { ...limits, timeoutMs: 50 })).rejects.toThrow(/timeout/);
});

it("limits the keys and users that an identity pool reads", async () => {
  const url = await serve((_, response) => response.end(`{"keys":[],"filler":"${"x".repeat(2 ** 20)}"}`));
  const pool = userPoolAt(url);

  await expect(pool.keysOf("us-east-1_a")).rejects.toThrow("more than");
  await expect(pool.isEnabled("us-east-1_a", "ada")).rejects.toThrow("more than");
});

it("limits the response of a function", async () => {
  const url = await serve((_, response) => response.end("x".repeat(9 * 2 ** 20)));

  await expect(lambdaInvoke(url)("arn", {}, 5000)).rejects.toThrow("more than");
});
