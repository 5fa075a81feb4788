import { afterEach, describe, expect, it } from "@jest/globals";
import type { HttpApiOptions } from "../../src/http-api/index.js";
import { startApi, type TestedApi } from "./api-fixture.js";
import type { ApiDeclaration } from "./api-template.js";
import { send } from "./raw-request.js";

let api: TestedApi | undefined;
afterEach(() => api?.close());

const started = async (
  declaration: ApiDeclaration = {},
  more: Partial<HttpApiOptions> = {},
): Promise<TestedApi> => {
  api = await startApi(declaration, {}, more);
  return api;
};

const now = Date.UTC(2020, 2, 12, 19, 3, 58);

describe("the event", () => {
  it("has the documented shape", async () => {
    const { url, events } = await started(
      { routes: ["GET /me"], stage: { StageVariables: { color: "blue" } } },
      { clock: { now: () => now } },
    );
    await send(url, "/me?b=1&a=x%20y&b=2", { headers: { "user-agent": "test/1", cookie: "one=1; two=2" } });
    expect(events()).toEqual([
      {
        version: "2.0",
        routeKey: "GET /me",
        rawPath: "/me",
        rawQueryString: "b=1&a=x%20y&b=2",
        cookies: ["one=1", "two=2"],
        headers: {
          host: expect.stringMatching(/^127\.0\.0\.1:/),
          "user-agent": "test/1",
          "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
          "x-forwarded-for": "127.0.0.1",
          "x-forwarded-port": "443",
          "x-forwarded-proto": "https",
        },
        queryStringParameters: { b: "1,2", a: "x y" },
        stageVariables: { color: "blue" },
        requestContext: {
          accountId: "123456789012",
          apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
          domainName: expect.stringMatching(/^[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
          domainPrefix: expect.stringMatching(/^[a-z0-9]{10}$/),
          http: {
            method: "GET",
            path: "/me",
            protocol: "HTTP/1.1",
            sourceIp: "127.0.0.1",
            userAgent: "test/1",
          },
          requestId: expect.stringMatching(/^[\w+/]{15}=$/),
          routeKey: "GET /me",
          stage: "$default",
          time: "12/Mar/2020:19:03:58 +0000",
          timeEpoch: now,
        },
        isBase64Encoded: false,
      },
    ]);
  });

  it("has header names in lower case and several values joined by commas", async () => {
    const { url, events } = await started();
    await send(url, "/", {
      headers: { "X-Thing": ["a", "b"], Authorization: "Bearer x", Connection: "close" },
    });
    expect(events()[0]?.headers).toMatchObject({ "x-thing": "a,b", authorization: "Bearer x" });
    expect(events()[0]?.headers).not.toHaveProperty("connection");
  });

  it.each([
    ["application/json", "ü{}", false],
    ["application/json; charset=utf-8", "ü{}", false],
    ["text/plain", "ü", false],
    ["application/x-www-form-urlencoded", "a=1", true],
    ["application/octet-stream", "ü", true],
    ["application/vnd.api+json", "{}", true],
    ["", "{}", true],
  ])("carries a body of type %s: %s in base64 %s", async (type, body, isBase64Encoded) => {
    const { url, events } = await started();
    await send(url, "/", { method: "POST", body, headers: type === "" ? {} : { "content-type": type } });
    const expected = isBase64Encoded ? Buffer.from(body).toString("base64") : body;
    expect(events()).toMatchObject([{ body: expected, isBase64Encoded }]);
  });

  it("has the same request id as the response", async () => {
    const { url, events } = await started();
    const { headers } = await send(url, "/");
    expect(headers["apigw-requestid"]).toBe(events()[0]?.requestContext.requestId);
  });
});

describe("the source address", () => {
  const trustedProxy = { header: "X-Origin-Verify", value: "proof-of-the-proxy" };
  const sourceIp = async (headers: Record<string, string | string[]>, more: Partial<HttpApiOptions> = {}) => {
    const { url, events } = await started({}, more);
    await send(url, "/", { headers });
    return events()[0]?.requestContext.http.sourceIp;
  };

  it.each<Record<string, string>>([
    { "X-Forwarded-For": "203.0.113.9" },
    { Forwarded: "for=203.0.113.9" },
    { "X-Real-IP": "203.0.113.9" },
    { "X-Forwarded-For": "203.0.113.9", "X-Origin-Verify": "guess" },
  ])("is the socket's, whatever the client says: %j", async (headers) => {
    expect(await sourceIp(headers)).toBe("127.0.0.1");
    await api?.close();
    expect(await sourceIp(headers, { trustedProxy })).toBe("127.0.0.1");
  });

  it("is the last hop that a proxy with the secret names", async () => {
    const headers = {
      "X-Forwarded-For": ["198.51.100.1", "203.0.113.9"],
      "X-Origin-Verify": trustedProxy.value,
    };
    expect(await sourceIp(headers, { trustedProxy })).toBe("203.0.113.9");
  });

  it("is the proxy's own if the header has no address", async () => {
    const headers = { "X-Forwarded-For": "unknown", "X-Origin-Verify": trustedProxy.value };
    expect(await sourceIp(headers, { trustedProxy })).toBe("127.0.0.1");
  });

  it("is proved by a secret that no function sees", async () => {
    const { url, events } = await started({}, { trustedProxy });
    await send(url, "/", { headers: { "X-Origin-Verify": trustedProxy.value } });
    expect(JSON.stringify(events())).not.toContain(trustedProxy.value);
  });
});

describe("a request over a limit", () => {
  it.each([
    [9_000, 200],
    [10_300, 431],
    [60_000, 431],
    [300_000, 431],
  ])("with %i bytes of headers is answered %i", async (size, status) => {
    const { url } = await started();
    expect((await send(url, "/", { headers: { "x-large": "a".repeat(size) } })).status).toBe(status);
  });

  it.each([
    [10 * 1024 * 1024, 200],
    [10 * 1024 * 1024 + 1, 413],
  ])("with a body of %i bytes is answered %i", async (size, status) => {
    const { url, calls } = await started();
    expect((await send(url, "/", { method: "POST", body: Buffer.alloc(size) })).status).toBe(status);
    expect(calls.length).toBe(status === 200 ? 1 : 0);
  });
});
