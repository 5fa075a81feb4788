/**
 * Faults of a service or of the network: the light AWS calls and the SDK's client end, retry and fail alike. Nothing
 * that is no answer counts as an absent row or as a write.
 */
import type { ServerResponse } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startServer, type TestServer } from "../../packages/local-aws/tests/support/http-server.js";
import { DeadlineHttpHandler } from "../../shared/adapters/aws/deadline-http-handler.js";
import { signedAwsJson } from "../../shared/adapters/aws/signed-json.js";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { DYNAMODB, signedDocuments } from "../../shared/adapters/dynamo/signed-documents.js";
import { asyncDeadline } from "../../shared/adapters/node/async-deadline.js";
import type { Deadline } from "../../shared/ports/index.js";

type Reply = (response: ServerResponse) => void;
type Limits = { readonly requestTimeout?: number; readonly attempts?: number };

const region = "us-east-1";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

jest.setTimeout(30_000);

let server: TestServer;
let deadline: Deadline;
/** The answers in turn; the last one stays. */
let replies: Reply[];
beforeEach(async () => {
  deadline = asyncDeadline();
  replies = [];
  server = await startServer((_, response) => {
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    reply?.(response);
  });
});
afterEach(() => server.close());

const CLIENTS: Readonly<Record<string, (limits: Required<Limits>) => Documents>> = {
  "the SDK's client": ({ requestTimeout, attempts: maxAttempts }) => {
    const requestHandler = new DeadlineHttpHandler(deadline, { connectionTimeout: 5_000, requestTimeout });
    const client = new DynamoDBClient({
      endpoint: server.url,
      region,
      credentials,
      maxAttempts,
      requestHandler,
    });
    return sdkDocuments(DynamoDBDocumentClient.from(client));
  },
  "signed calls": ({ requestTimeout, attempts }) => {
    const limits = { connectionTimeout: 5_000, requestTimeout, attempts };
    const service = { ...DYNAMODB, endpoint: server.url };
    return signedDocuments(signedAwsJson(service, { region, credentials }, limits, deadline), deadline);
  },
};

const TYPE = { "content-type": "application/x-amz-json-1.0" };
const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) =>
    response.writeHead(status, { ...TYPE, ...headers }).end(JSON.stringify(body));
const text =
  (body: string): Reply =>
  (response) =>
    response.writeHead(200, TYPE).end(body);
const error = (name: string, more: object = {}): Reply =>
  json(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: "c4nary", ...more });
const cancelled = (...codes: string[]): Reply =>
  error("TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });

const STALLED: Reply = (response) => {
  response.writeHead(200, { ...TYPE, "content-length": "100" });
  response.write('{"Item":');
};
const CUT: Reply = (response) => {
  response.writeHead(200, { ...TYPE, "content-length": "100" });
  response.write('{"Item":', () => response.destroy());
};
const ENDLESS: Reply = (response) => {
  response.writeHead(200, TYPE);
  const chunk = Buffer.alloc(1024 * 1024, " ");
  const more = (): void => {
    if (response.destroyed) return;
    if (response.write(chunk)) setImmediate(more);
    else response.once("drain", more);
  };
  more();
};

const FOUND = json(200, { Item: { pk: { S: "a" } } });
const DONE = json(200, {});
const key = { pk: "a", sk: "ROW" };
const change = {
  TableName: "t",
  Key: key,
  UpdateExpression: "SET a = :a",
  ExpressionAttributeValues: { ":a": 1 },
};
const items = [{ Put: { TableName: "t", Item: key } }];

describe.each(Object.entries(CLIENTS))("%s", (_, build) => {
  const documents = ({ requestTimeout = 20_000, attempts = 2 }: Limits = {}) =>
    build({ requestTimeout, attempts });
  const reasonOf = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      (value) => {
        throw new Error(`resolved to ${JSON.stringify(value)}`);
      },
      (reason: Error) => reason,
    );

  describe("without a complete answer", () => {
    it("ends a stalled body at the time limit, and tries again", async () => {
      replies = [STALLED, FOUND];
      expect(await documents({ requestTimeout: 1_000 }).get("t", key)).toEqual({ pk: "a" });
      expect(server.seen).toHaveLength(2);
    });

    it("gives up when every body stalls", async () => {
      replies = [STALLED];
      const reason = await reasonOf(documents({ requestTimeout: 1_000 }).get("t", key));
      expect(reason.name).toBe("TimeoutError");
      expect(server.seen).toHaveLength(2);
    });

    it("aborts an endless body, and does not read it as a row", async () => {
      replies = [ENDLESS];
      const reason = await reasonOf(documents().get("t", key));
      expect(reason.name).not.toBe("TimeoutError");
      expect(server.seen).toHaveLength(1);
    });

    it("tries again after a body that was cut", async () => {
      replies = [CUT, FOUND];
      expect(await documents().get("t", key)).toEqual({ pk: "a" });
    });

    it.each(["<html>ok</html>", "{", '{"Item":{"pk":{"S":"a"}}', "ok"])(
      "rejects a 200 with the text %s, for reads and for writes",
      async (body) => {
        replies = [text(body)];
        const { get, put, update, transact, take } = documents();
        for (const work of [
          () => get("t", key),
          () => put("t", key),
          () => update(change),
          () => transact(items),
          () => take("t", key),
        ])
          await reasonOf(work());
      },
    );
  });

  describe("with an error of the service", () => {
    it.each([
      ["in the body", error("ConditionalCheckFailedException")],
      ["in the body, without its namespace", json(400, { __type: "ConditionalCheckFailedException" })],
      ["in the header alone", json(400, {}, { "x-amzn-errortype": "ConditionalCheckFailedException" })],
      [
        "in the header with an address",
        json(400, {}, { "x-amzn-errortype": "ConditionalCheckFailedException:http://internal/" }),
      ],
    ])("recognizes the failed condition %s", async (_place, reply) => {
      replies = [reply];
      expect(await documents().update(change)).toBe(false);
      expect(server.seen).toHaveLength(1);
    });

    it.each([
      ["JSON without a type", json(400, { message: "no" })],
      ["no JSON", (response: ServerResponse) => response.writeHead(400).end("<html>")],
      ["nothing", (response: ServerResponse) => response.writeHead(403).end()],
    ] as [string, Reply][])("rejects an error of %s, and does not try again", async (_what, reply) => {
      replies = [reply];
      const reason = await reasonOf(documents().update(change));
      expect(reason.name).not.toMatch(/^undefined$|^$/);
      expect(server.seen).toHaveLength(1);
    });

    it.each([
      ["500", json(500, { __type: "InternalServerError" })],
      ["503 without a type", (response: ServerResponse) => response.writeHead(503).end("busy")],
      ["429 without a type", (response: ServerResponse) => response.writeHead(429).end("slow down")],
      ["ThrottlingException", error("ThrottlingException")],
      ["ProvisionedThroughputExceededException", error("ProvisionedThroughputExceededException")],
      ["ThrottlingException in the header", json(400, {}, { "x-amzn-errortype": "ThrottlingException" })],
      ["RequestLimitExceeded", error("RequestLimitExceeded")],
      ["TransactionConflictException", error("TransactionConflictException")],
    ] as [string, Reply][])("tries again after %s", async (_what, reply) => {
      replies = [reply, DONE];
      expect(await documents().update(change)).toBe(true);
      expect(server.seen).toHaveLength(2);
    });

    it.each([
      ["ThrottlingError"],
      ["None", "TransactionConflict"],
      ["ThrottlingError", "TransactionConflict"],
    ])("tries a transaction again that was cancelled by %s %s", async (...codes) => {
      replies = [cancelled(...codes), DONE];
      expect(await documents().transact(items)).toBeUndefined();
      expect(server.seen).toHaveLength(2);
    });

    it("gives the reasons of a transaction that stays cancelled", async () => {
      replies = [cancelled("TransactionConflict")];
      expect(await documents().transact(items)).toEqual(["TransactionConflict"]);
      expect(server.seen).toHaveLength(2);
    });

    it("does not try a transaction again whose condition failed", async () => {
      replies = [cancelled("ConditionalCheckFailed", "TransactionConflict")];
      expect(await documents().transact(items)).toEqual(["ConditionalCheckFailed", "TransactionConflict"]);
      expect(server.seen).toHaveLength(1);
    });

    it("does not retry a request that the service reports as invalid", async () => {
      replies = [error("ValidationException")];
      expect((await reasonOf(documents().get("t", key))).name).toBe("ValidationException");
      expect(server.seen).toHaveLength(1);
    });
  });

  it("signs with the service's time after a skewed clock", async () => {
    const date = new Date(Date.now() + 3_600_000);
    replies = [json(400, { __type: "RequestTimeTooSkewed" }, { date: date.toUTCString() }), FOUND];
    expect(await documents().get("t", key)).toEqual({ pk: "a" });
    const signed = String(server.seen[1]?.headers["x-amz-date"]);
    const at = Date.parse(signed.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    expect(Math.abs(at - date.getTime())).toBeLessThan(60_000);
  });

  it("ends a stalled body at the deadline of the invocation, and tries no more", async () => {
    replies = [STALLED];
    let ended: Promise<Error> | undefined;
    const within = deadline.within(1_500, async () => {
      ended = reasonOf(documents({ attempts: 5 }).get("t", key));
      await ended;
    });
    await within.catch(() => undefined);
    expect(await ended).toBeInstanceOf(Error);
    expect(server.seen).toHaveLength(1);
  });

  it("makes no call after the deadline", async () => {
    replies = [FOUND];
    let late: Promise<Error> | undefined;
    let release: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      release = resolve;
    });
    const within = deadline.within(5, async () => {
      late = over.then(() => reasonOf(documents().get("t", key)));
      await late;
    });
    await within.catch(release);
    expect((await late)?.name).toBe("AbortError");
    expect(server.seen).toEqual([]);
  });
});
