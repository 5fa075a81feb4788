import { afterEach, describe, expect, it } from "@jest/globals";
import { startFunctions } from "../../src/functions/index.js";
import { startHttpApi } from "../../src/http-api/index.js";
import { smallService } from "../support/small-service.js";
import { startApi, type TestedApi, thrown } from "./api-fixture.js";
import { type ApiDeclaration, templateOf } from "./api-template.js";
import { send } from "./raw-request.js";

let api: TestedApi | undefined;
afterEach(() => api?.close());

const answered = async (
  answer: unknown,
  declaration: ApiDeclaration = {},
  headers: Record<string, string> = {},
) => {
  api = await startApi(declaration, {
    main: () => (answer instanceof Error ? Promise.reject(answer) : answer),
  });
  return send(api.url, "/", { headers });
};

const INTERNAL = { status: 500, body: '{"message":"Internal Server Error"}' };

describe("a function's answer", () => {
  it("with a status is sent with that status", async () => {
    const { status, headers, body } = await answered({
      statusCode: 201,
      headers: {
        "Content-Type": "application/json",
        "X-Count": 3,
        Connection: "close",
        "Content-Length": "999",
      },
      cookies: ["a=1; Path=/", "b=2"],
      body: '{"ü":1}',
    });
    expect({ status, body }).toEqual({ status: 201, body: '{"ü":1}' });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-count": "3",
      "set-cookie": ["a=1; Path=/", "b=2"],
      "content-length": "8",
    });
  });

  it("in base64 is decoded", async () => {
    const body = Buffer.from("binary ü").toString("base64");
    expect(await answered({ statusCode: 200, body, isBase64Encoded: true })).toMatchObject({
      body: "binary ü",
    });
  });

  it("without a content type is plain text", async () => {
    const { headers } = await answered({ statusCode: 200, body: "x" });
    expect(headers["content-type"]).toBe("text/plain;charset=UTF-8");
  });

  it("with 204 has no body and no length", async () => {
    const { status, body, headers } = await answered({ statusCode: 204, body: "dropped" });
    expect({ status, body, length: headers["content-length"] }).toEqual({
      status: 204,
      body: "",
      length: undefined,
    });
  });

  it.each([
    [{ message: "hello" }, '{"message":"hello"}'],
    ["hello", "hello"],
    [[1, 2], "[1,2]"],
    [null, "null"],
  ])("without a status, such as %j, is the body of a 200", async (answer, body) => {
    const response = await answered(answer);
    expect(response).toMatchObject({ status: 200, body, headers: { "content-type": "application/json" } });
  });

  it.each([
    { statusCode: "200" },
    { statusCode: 99 },
    { statusCode: 1.5 },
    { statusCode: 200, body: { not: "text" } },
    { statusCode: 200, headers: [] },
    { statusCode: 200, headers: { "x-a": { b: 1 } } },
    { statusCode: 200, headers: { "x-a": "one\r\nset-cookie: two=2" } },
    { statusCode: 200, headers: { "x a": "b" } },
    { statusCode: 200, cookies: "a=1" },
    { statusCode: 200, cookies: ["a=1\r\nx: y"] },
  ])("that is malformed, %j, is a 500", async (answer) => {
    expect(await answered(answer)).toMatchObject(INTERNAL);
  });
});

describe("a function that fails", () => {
  it.each([
    ["throws", thrown("secret words"), 500, "Internal Server Error"],
    ["is not there", { statusCode: 404, payload: "{}" }, 500, "Internal Server Error"],
    ["is throttled", { statusCode: 429, payload: "{}" }, 503, "Service Unavailable"],
  ])("because it %s gives words of the gateway's own", async (_, answer, status, message) => {
    expect(await answered(answer)).toMatchObject({ status, body: JSON.stringify({ message }) });
  });

  it("by not answering in the integration's time gives a 503", async () => {
    const { status, body } = await answered(new Promise(() => {}), { integration: { TimeoutInMillis: 50 } });
    expect({ status, body }).toEqual({ status: 503, body: '{"message":"Service Unavailable"}' });
  });

  it("by rejecting the call gives a 500, or a 503 when that is for lateness", async () => {
    const late = Object.assign(new Error("late"), { name: "TimeoutError" });
    expect((await answered(new Error("refused"))).status).toBe(500);
    await api?.close();
    expect((await answered(late)).status).toBe(503);
  });
});

describe("CORS", () => {
  const cors = {
    AllowOrigins: ["https://app.example"],
    AllowMethods: ["GET", "POST"],
    AllowHeaders: ["Authorization"],
    AllowCredentials: true,
    MaxAge: 600,
  };
  const declaration = { routes: ["GET /"], api: { CorsConfiguration: cors } };
  const preflight = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
  };

  it("answers a preflight itself", async () => {
    api = await startApi(declaration);
    const headers = { Origin: "https://app.example", ...preflight };
    const response = await send(api.url, "/anything", { method: "OPTIONS", headers });
    expect(response).toMatchObject({
      status: 204,
      headers: {
        "access-control-allow-origin": "https://app.example",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization",
        "access-control-allow-credentials": "true",
        "access-control-max-age": "600",
        vary: "Origin",
      },
    });
    expect(api.calls).toEqual([]);
  });

  it.each(["https://app.example.evil", "https://evil-app.example", "null", "http://app.example"])(
    "says nothing to %s",
    async (Origin) => {
      api = await startApi(declaration);
      const before = await send(api.url, "/", { method: "OPTIONS", headers: { Origin, ...preflight } });
      expect(Object.keys(before.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
      const after = await send(api.url, "/", { headers: { Origin } });
      expect(after.headers["access-control-allow-origin"]).toBeUndefined();
    },
  );

  it("replaces the CORS headers of the function, and adds to its vary", async () => {
    const answer = { statusCode: 200, headers: { "Access-Control-Allow-Origin": "*", Vary: "Accept" } };
    const { headers } = await answered(answer, declaration, { Origin: "https://app.example" });
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://app.example",
      vary: "Accept, Origin",
    });
  });

  it("is left to the functions if the API has no CORS configuration", async () => {
    const answer = { statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://other.example" } };
    const { headers } = await answered(answer, {}, { Origin: "https://app.example" });
    expect(headers["access-control-allow-origin"]).toBe("https://other.example");
  });

  it("never allows AllowCredentials cannot be combined with a wildcard origin", async () => {
    const CorsConfiguration = { AllowOrigins: ["*"], AllowCredentials: true };
    await expect(startApi({ api: { CorsConfiguration } })).rejects.toThrow(
      "AllowCredentials cannot be combined with a wildcard origin",
    );
  });
});

it("serves packaged functions, authorizer included", async () => {
  const { Resources } = templateOf({
    routes: [{ key: "GET /me", authorizer: "gate" }],
    authorizers: { gate: {} },
  });
  const { mainFunction: _, gateFunction: __, ...others } = Resources;
  const named = (source: string, FunctionName: string) => ({ source, properties: { FunctionName } });
  const service = smallService(
    {
      main: named("exports.handler = async (event) => event.requestContext.authorizer.lambda;", "main"),
      gate: named(
        `exports.handler = async ({ headers }) => {
          if (!headers.authorization) throw new Error("Unauthorized");
          return { isAuthorized: headers.authorization === "open", context: { user: "ada" } };
        };`,
        "gate",
      ),
    },
    others,
  );
  const functions = await startFunctions({ ...service, environment: {} });
  const { url, close } = await startHttpApi({ stack: service.stack, invoke: functions.invoke });
  const get = async (headers: Record<string, string>) => {
    const { status, body } = await send(url, "/me", { headers });
    return [status, body];
  };
  expect(await get({ authorization: "open" })).toEqual([200, '{"user":"ada"}']);
  expect(await get({ authorization: "shut" })).toEqual([403, '{"message":"Forbidden"}']);
  expect(await get({})).toEqual([401, '{"message":"Unauthorized"}']);
  await close();
  await functions.close();
  service.remove();
});
