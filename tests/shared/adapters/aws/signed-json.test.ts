import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startServer } from "../../../../packages/local-aws/tests/support/http-server.js";
import { AwsJsonError, signedAwsJson } from "../../../../shared/adapters/aws/signed-json.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG" };
const LIMITS = { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 2 };

let aws: AwsService;
beforeEach(async () => {
  aws = await startAwsService();
});
afterEach(() => aws.close());

const call = (change: { attempts?: number; endpoint?: string; sessionToken?: string } = {}) =>
  signedAwsJson(
    { name: "ssm", target: "AmazonSSM", version: "1.1", endpoint: change.endpoint ?? aws.url },
    {
      region: "eu-west-1",
      credentials: { ...credentials, ...(change.sessionToken && { sessionToken: change.sessionToken }) },
    },
    { ...LIMITS, attempts: change.attempts ?? LIMITS.attempts },
    asyncDeadline(),
  );

describe("a signed call", () => {
  it("names its operation, its region and what is signed, and gives the answer", async () => {
    aws.script("GetParameter", { output: { Parameter: { Value: "é" } } });
    expect(await call()("GetParameter", { Name: "/a" })).toEqual({ Parameter: { Value: "é" } });

    expect(aws.inputs("GetParameter")).toEqual([{ Name: "/a" }]);
    expect(aws.seen[0]?.headers).toMatchObject({
      "x-amz-target": "AmazonSSM.GetParameter",
      "content-type": "application/x-amz-json-1.1",
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/ssm\/aws4_request, SignedHeaders=[^,]*host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it("carries the session token of a role, signed", async () => {
    aws.script("GetParameter", { output: {} });
    await call({ sessionToken: "session" })("GetParameter", {});
    expect(aws.seen[0]?.headers).toMatchObject({
      "x-amz-security-token": "session",
      authorization: expect.stringContaining(";x-amz-security-token;"),
    });
  });

  it.each([
    ["a failure of the service", { error: "InternalServerError", status: 500 }],
    ["throttling", { error: "com.amazonaws.ssm#ThrottlingException", status: 400 }],
  ])("is made again after %s", async (_, failure) => {
    aws.script("GetParameter", failure, { output: { done: true } });
    expect(await call()("GetParameter", {})).toEqual({ done: true });
  });

  it("is not retried if the service reports it as invalid, and its message is not passed on", async () => {
    aws.script("GetParameter", { error: "com.amazonaws.ssm#ParameterNotFound", message: "c4nary" });
    const failed = await call()("GetParameter", {}).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AwsJsonError);
    expect(failed).toMatchObject({ name: "ParameterNotFound", status: 400 });
    expect(String(failed)).not.toContain("c4nary");
    expect(aws.seen).toHaveLength(1);
  });

  it("gives up after its attempts", async () => {
    aws.script("GetParameter", { error: "InternalServerError", status: 500 });
    await expect(call({ attempts: 3 })("GetParameter", {})).rejects.toMatchObject({ status: 500 });
    expect(aws.seen).toHaveLength(3);
  });

  it("rejects if no server listens", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    await expect(call({ endpoint: `http://127.0.0.1:${port}` })("GetParameter", {})).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
  });
});

it("calls make one attempt each after a time-out, until one succeeds", async () => {
  let silent = true;
  const server = await startServer((_, response) => {
    if (!silent) response.end("{}");
  });
  const make = signedAwsJson(
    { name: "ssm", target: "AmazonSSM", version: "1.1", endpoint: server.url },
    { region: "eu-west-1", credentials },
    { ...LIMITS, requestTimeout: 800 },
    asyncDeadline(),
  );
  const attempts = async (): Promise<number> => {
    const before = server.seen.length;
    await make("GetParameter", {}).catch(() => undefined);
    return server.seen.length - before;
  };
  const counts = [await attempts(), await attempts(), await attempts()];
  silent = false;
  counts.push(await attempts());
  silent = true;
  counts.push(await attempts());
  await server.close();
  expect(counts).toEqual([2, 1, 1, 1, 2]);
}, 30_000);

it("a call ends with the work that made it, and is not retried", async () => {
  const silent = createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const deadline = asyncDeadline();
  const make = signedAwsJson(
    { name: "ssm", target: "AmazonSSM", version: "1.1", endpoint },
    { region: "eu-west-1", credentials },
    LIMITS,
    deadline,
  );
  let ended: Promise<unknown> = Promise.resolve();
  const work = async () => {
    ended = make("GetParameter", {}).catch((error: unknown) => error);
    await ended;
    await new Promise(() => undefined);
  };
  await expect(deadline.within(300, work)).rejects.toMatchObject({ code: "temporarily_unavailable" });
  expect(await ended).toMatchObject({ name: "AbortError" });
  await new Promise((resolve) => silent.close(resolve));
});
