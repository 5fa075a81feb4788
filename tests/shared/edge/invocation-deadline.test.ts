/** Entry points whose store does not answer: each ends before Lambda or the gateway does, and cancels its calls. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import * as z from "zod/mini";
import { signedAwsJson } from "../../../shared/adapters/aws/signed-json.js";
import type { Documents } from "../../../shared/adapters/dynamo/documents.js";
import { DYNAMODB, signedDocuments } from "../../../shared/adapters/dynamo/signed-documents.js";
import { httpAuthorizer } from "../../../shared/edge/authorizer-runner.js";
import { httpFunction, withoutBody } from "../../../shared/edge/http-endpoint.js";
import { serviceCall } from "../../../shared/edge/service-call.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { authorizerEvent, httpEvent } from "../../support/http-events.js";

/** What Lambda says of an invocation that ends in 2 s: time for a busy machine to connect. */
const invocation = { getRemainingTimeInMillis: () => 2_000 };
const ROUTE = "GET /api/slow";

jest.setTimeout(30_000);

let server: Server;
let ports: MemoryPorts;
let documents: Documents;
let cancelled: Promise<string>;
beforeEach(async () => {
  ports = memoryPorts();
  server = createServer();
  cancelled = new Promise((resolve) => {
    server.once("request", (request) =>
      request.once("close", () => resolve(String(request.headers["x-amz-target"]))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  documents = signedDocuments(
    signedAwsJson(
      { ...DYNAMODB, endpoint: `http://127.0.0.1:${port}` },
      { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } },
      { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 2 },
      ports.deadline,
    ),
    ports.deadline,
  );
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const write = () => documents.put("t", { pk: "a" });

describe("at its deadline", () => {
  it("an endpoint answers 503 with Retry-After, and its write is cancelled", async () => {
    const endpoint = withoutBody(async () => {
      await write();
      return { status: 204 };
    });
    const response = await httpFunction(ports, { [ROUTE]: endpoint })(httpEvent(ROUTE), invocation);
    expect(response).toMatchObject({ statusCode: 503, headers: { "retry-after": "30" } });
    expect(await cancelled).toBe("DynamoDB_20120810.PutItem");
    expect(ports.logger.lines).toMatchObject([
      { level: "error", fields: { outcome: "failed", status: 503 } },
    ]);
  });

  it("the authorizer fails, which is neither 401 nor 403", async () => {
    const decide = httpAuthorizer(ports, async () => {
      await write();
      return { kind: "deny", reason: "not_a_member" };
    });
    await expect(decide(authorizerEvent({}), invocation)).rejects.toThrow("Internal");
    expect(await cancelled).toBe("DynamoDB_20120810.PutItem");
    expect(ports.metrics.counted).toEqual(["auth_lambda_5xx"]);
  });

  it("a call of a service fails with words and code", async () => {
    const call = serviceCall(ports, "slow", z.object({}), write);
    await expect(call({}, invocation)).rejects.toThrow("[temporarily_unavailable]");
    expect(await cancelled).toBe("DynamoDB_20120810.PutItem");
  });
});

it("gives work the limit of its gateway when the function itself may run longer", async () => {
  const remaining: number[] = [];
  const endpoint = withoutBody(async () => {
    remaining.push(ports.deadline.remainingMs());
    return { status: 204 };
  });
  const handler = httpFunction(ports, { [ROUTE]: endpoint });
  await handler(httpEvent(ROUTE), { getRemainingTimeInMillis: () => 600_000 });
  await handler(httpEvent(ROUTE));
  for (const each of remaining) {
    expect(each).toBeGreaterThan(20_000);
    expect(each).toBeLessThan(29_000);
  }
  expect(remaining).toHaveLength(2);
});
