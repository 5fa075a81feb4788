import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Functions, startFunctions } from "../../src/functions/index.js";
import { smallService } from "../support/small-service.js";

const PARENT_SECRET = "parent-secret-canary";
process.env.PARENT_SECRET = PARENT_SECRET;

const service = smallService(
  {
    echo: "exports.handler = async (event) => ({ event });",
    sync: "exports.handler = (event) => ({ sync: event.n });",
    nothing: "exports.handler = async () => {};",
    inFolder: {
      source: "exports.handler = async () => 'found';",
      file: "handlers/deep.js",
      handler: "handlers/deep.handler",
    },
    module: { source: "export const handler = async () => 'esm';", file: "index.mjs" },
    environment: {
      source: "exports.handler = async () => process.env;",
      properties: {
        Environment: { Variables: { TABLE: { Ref: "Orders" }, STAGE: "test", ENDPOINT: "https://aws" } },
      },
    },
    context:
      "exports.handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });",
    clientContext: "exports.handler = async (_, context) => context.clientContext;",
    time: "exports.handler = async (_, context) => ({ now: Date.now(), made: new Date().getTime(), fixed: new Date(0).toISOString(), is: new Date() instanceof Date, left: context.getRemainingTimeInMillis() });",
    throws: "exports.handler = async () => { throw new TypeError('Unauthorized'); };",
    throwsText: "exports.handler = async () => { throw 'plain'; };",
    rejectsLater: "exports.handler = () => new Promise(() => { Promise.reject(new Error('lost')); });",
    exits: "exports.handler = async () => process.exit(3);",
    slow: { source: "exports.handler = () => new Promise(() => {});", properties: { Timeout: 1 } },
    spins: { source: "exports.handler = () => { for (;;); };", properties: { Timeout: 1 } },
    circular: "exports.handler = async () => { const a = {}; a.a = a; return a; };",
    large: "exports.handler = async (event) => 'x'.repeat(event.size);",
    callback: "exports.handler = (event, context, done) => done(null, 1);",
    brokenModule: "require('not-there');",
    brokenSyntax: "exports.handler = (;",
    noHandler: "exports.other = 1;",
    logs: "exports.handler = async (event) => { console.log('line', event.n); process.stderr.write('half'); return event.n; };",
    hungry: {
      source:
        "exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); };",
      properties: { Timeout: 60 },
    },
  },
  {
    Orders: { Type: "AWS::DynamoDB::Table", Properties: { TableName: "orders" } },
    EchoVersion: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "echoFunction" } } },
    EchoAlias: {
      Type: "AWS::Lambda::Alias",
      Properties: { FunctionName: { Ref: "echoFunction" }, Name: "live", FunctionVersion: "1" },
    },
  },
);

let functions: Functions;
let lambda: LambdaClient;

beforeAll(async () => {
  functions = await startFunctions({ ...service, environment: { ENDPOINT: "http://127.0.0.1:1" } });
  lambda = new LambdaClient({
    endpoint: functions.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  lambda.destroy();
  await functions.close();
  service.remove();
});

const invoke = async (name: string, event: unknown = {}, more: object = {}) => {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: `shop-${name}`, Payload: JSON.stringify(event), ...more }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  return { ...answer, result: text === "" ? undefined : JSON.parse(text) };
};

describe("the clock of the functions", () => {
  const HOUR_MS = 3_600_000;
  const move = (body: string) => fetch(`${functions.url}/_local/clock`, { method: "PUT", body });
  const differenceOf = (time: number): number => Math.round((time - Date.now()) / 60_000) || 0;

  it("is moved for sandboxes that run and for new ones, and back, and moves no time limit", async () => {
    expect(differenceOf((await invoke("time")).result.now)).toBe(0);
    functions.moveClock(HOUR_MS);
    const { result } = await invoke("time");
    expect([differenceOf(result.now), differenceOf(result.made)]).toEqual([60, 60]);
    expect(result).toMatchObject({ fixed: "1970-01-01T00:00:00.000Z", is: true });
    expect(result.left).toBeGreaterThan(0);
    expect((await move('{"offset_ms": -120000}')).status).toBe(200);
    expect(differenceOf((await invoke("time")).result.now)).toBe(-2);
    functions.moveClock(0);
    expect(differenceOf((await invoke("time")).result.now)).toBe(0);
  });

  it.each(["", "{}", '{"offset_ms": "1"}', '{"offset_ms": 1e3}'])("takes no %j", async (body) => {
    expect((await move(body)).status).toBe(400);
    expect(differenceOf((await invoke("time")).result.now)).toBe(0);
  });
});

describe("an answer", () => {
  it.each([
    ["echo", { a: [1, "ü"] }, { event: { a: [1, "ü"] } }],
    ["sync", { n: 4 }, { sync: 4 }],
    ["nothing", {}, null],
    ["inFolder", {}, "found"],
    ["module", {}, "esm"],
  ])("of %s to %j is %j", async (name, event, expected) => {
    expect(await invoke(name, event)).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      result: expected,
    });
  });

  it.each([
    "arn:aws:lambda:us-east-1:123456789012:function:shop-echo",
    "arn:aws:lambda:us-east-1:123456789012:function:shop-echo:live",
    "123456789012:function:shop-echo",
    "shop-echo:1",
    "shop-echo:$LATEST",
  ])("comes from %s", async (FunctionName) => {
    expect(await invoke("echo", { n: 1 }, { FunctionName })).toMatchObject({ result: { event: { n: 1 } } });
  });

  it.each([
    "shop-nobody",
    "shop-echo:2",
    "arn:aws:lambda:eu-west-1:123456789012:function:shop-echo",
    "arn:aws:lambda:us-east-1:999999999999:function:shop-echo",
  ])("does not come from %s, which is not there", async (FunctionName) => {
    await expect(invoke("echo", {}, { FunctionName })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect(await functions.invoke(FunctionName, {})).toMatchObject({ statusCode: 404 });
  });

  it("is refused over six megabytes", async () => {
    expect((await invoke("large", { size: 6 * 1024 * 1024 })).FunctionError).toBeUndefined();
    const { FunctionError, result } = await invoke("large", { size: 6 * 1024 * 1024 + 200 });
    expect({ FunctionError, type: result.errorType }).toEqual({
      FunctionError: "Unhandled",
      type: "Function.ResponseSizeTooLarge",
    });
  });
});

describe("the environment", () => {
  it("is the template's with references resolved, the overrides, and what Lambda defines", async () => {
    const { result } = await invoke("environment");
    expect(result).toMatchObject({
      TABLE: "orders",
      STAGE: "test",
      ENDPOINT: "http://127.0.0.1:1",
      AWS_REGION: "us-east-1",
      AWS_LAMBDA_FUNCTION_NAME: "shop-environment",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      _HANDLER: "index.handler",
      TZ: "UTC",
    });
  });

  it("holds nothing of this process", async () => {
    const { result } = await invoke("environment");
    expect(JSON.stringify(result)).not.toContain(PARENT_SECRET);
    expect(result.NODE_OPTIONS).toBeUndefined();
  });

  it("passes a context with the function, the request id and the remaining time", async () => {
    const { result } = await invoke("context", {}, { FunctionName: "shop-context" });
    expect(result).toMatchObject({
      functionName: "shop-context",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:shop-context",
      memoryLimitInMB: "128",
      logGroupName: "/aws/lambda/shop-context",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(result.left).toBeGreaterThan(4000);
    expect(result.left).toBeLessThanOrEqual(5000);
  });

  it("passes the caller's client context on", async () => {
    const ClientContext = Buffer.from('{"custom":{"a":1}}').toString("base64");
    expect((await invoke("clientContext", {}, { ClientContext })).result).toEqual({ custom: { a: 1 } });
  });
});

describe("a failure", () => {
  it.each([
    ["throws", "TypeError", "Unauthorized"],
    ["throwsText", "string", "plain"],
    ["rejectsLater", "Runtime.UnhandledPromiseRejection", "Error: lost"],
    ["exits", "Runtime.ExitError", "exit status 3"],
    ["slow", "Sandbox.Timedout", "Task timed out after 1.00 seconds"],
    ["spins", "Sandbox.Timedout", "Task timed out after 1.00 seconds"],
    ["circular", "Error", "Unable to stringify response body"],
    ["callback", "Runtime.CallbackHandlerDeprecated", "takes a callback"],
    ["brokenModule", "Runtime.ImportModuleError", "Cannot find module 'not-there'"],
    ["brokenSyntax", "Runtime.UserCodeSyntaxError", "SyntaxError"],
    ["noHandler", "Runtime.HandlerNotFound", "index.handler is undefined or not exported"],
    ["hungry", "Runtime.OutOfMemory", "signal: killed"],
  ])("of %s is reported as %s", async (name, errorType, words) => {
    const { StatusCode, FunctionError, result } = await invoke(name);
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(result).toMatchObject({ errorType, errorMessage: expect.stringContaining(words) });
  });

  it("that ends a sandbox is followed by a new one", async () => {
    const before = functions.stats()["shop-exits"]?.coldStarts ?? 0;
    await invoke("exits");
    await invoke("exits");
    expect(functions.stats()["shop-exits"]?.coldStarts).toBe(before + 2);
  });

  it("that is thrown keeps the sandbox warm", async () => {
    await invoke("throws");
    await invoke("throws");
    expect(functions.stats()["shop-throws"]?.coldStarts).toBe(1);
  });

  it("of a request that is not JSON, or too large, is the caller's", async () => {
    const post = (body: string) =>
      fetch(`${functions.url}/2015-03-31/functions/shop-echo/invocations`, { method: "POST", body });
    const malformed = await post("{");
    expect([malformed.status, malformed.headers.get("x-amzn-errortype")]).toEqual([
      400,
      "InvalidRequestContentException",
    ]);
    expect((await post(JSON.stringify("x".repeat(6 * 1024 * 1024)))).status).toBe(413);
  });

  it("awaits any page of a browser that tries to run a function", async () => {
    const url = `${functions.url}/2015-03-31/functions/shop-echo/invocations`;
    const response = await fetch(url, {
      method: "POST",
      body: "{}",
      headers: { origin: "https://evil.example" },
    });
    expect(response.status).toBe(403);
  });

  it("of patience is the caller's own; the function runs on", async () => {
    await expect(functions.invoke("shop-slow", {}, 20)).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("the output of a function", () => {
  it("is kept line by line with the request it belongs to", async () => {
    const answers = await Promise.all([1, 2, 3].map((n) => invoke("logs", { n })));
    for (const { result, $metadata } of answers) {
      const lines = functions.logs("shop-logs").filter(({ requestId }) => requestId === $metadata.requestId);
      expect(lines.map(({ line }) => line)).toEqual([`line ${result}`, "half"]);
    }
  });

  it("is returned with the answer if the caller requests the tail", async () => {
    const { LogResult } = await invoke("logs", { n: 9 }, { LogType: "Tail" });
    expect(Buffer.from(LogResult ?? "", "base64").toString()).toBe("line 9\nhalf\n");
  });

  it("is served as JSON lines, of one function and after a sequence number", async () => {
    await invoke("logs", { n: 10 });
    const read = async (query: string) => {
      const text = await (await fetch(`${functions.url}/_local/logs${query}`)).text();
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    };
    const all = await read("?function=shop-logs");
    expect(all.every(({ functionName }) => functionName === "shop-logs")).toBe(true);
    const last = all.at(-1);
    expect(last).toMatchObject({ line: "half", sequence: expect.any(Number), at: expect.any(Number) });
    expect(await read(`?function=shop-logs&after=${last.sequence - 1}`)).toEqual([last]);
  });
});
