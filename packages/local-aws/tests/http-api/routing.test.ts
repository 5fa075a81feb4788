import { afterEach, describe, expect, it } from "@jest/globals";
import { startApi, type TestedApi } from "./api-fixture.js";
import type { ApiDeclaration } from "./api-template.js";
import { send } from "./raw-request.js";

let api: TestedApi | undefined;
afterEach(() => api?.close());

const started = async (declaration: ApiDeclaration): Promise<TestedApi> => {
  api = await startApi(declaration);
  return api;
};

describe("the route", () => {
  const routes = ["GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"];

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html, the example of the page
  it.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1", undefined],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
    ["GET", "/pets/cat/1", "GET /pets/{proxy+}", { proxy: "cat/1" }],
    ["POST", "/pets/dog/1", "ANY /{proxy+}", { proxy: "pets/dog/1" }],
    ["DELETE", "/test/5", "ANY /{proxy+}", { proxy: "test/5" }],
    ["GET", "/", "$default", undefined],
  ])("of %s %s is %s", async (method, path, routeKey, pathParameters) => {
    const { url, events } = await started({ routes });
    await send(url, path, { method });
    expect(events()).toMatchObject([{ routeKey }]);
    expect(events()[0]?.pathParameters).toEqual(pathParameters);
  });

  it.each([
    [["GET /me", "ANY /me"], "GET", "GET /me"],
    [["GET /me", "ANY /me"], "PUT", "ANY /me"],
    [["ANY /me", "GET /{any}"], "GET", "ANY /me"],
    [["GET /{any+}", "$default"], "POST", "$default"],
  ])("among %j, for %s /me, is %s", async (routes, method, routeKey) => {
    const { url, events } = await started({ routes });
    await send(url, "/me", { method });
    expect(events()).toMatchObject([{ routeKey }]);
  });

  it.each([
    ["/me/", "GET /me"],
    ["/ME", "GET /me"],
    ["/users/", "GET /users/{id}"],
    ["/users/1/more", "GET /users/{id}"],
    ["/files", "GET /files/{path+}"],
    ["/files/", "GET /files/{path+}"],
  ])("of %s is not %s: 404 without a call", async (path, route) => {
    const { url, calls } = await started({ routes: [route] });
    const { status, body, headers } = await send(url, path);
    expect({ status, body }).toEqual({ status: 404, body: '{"message":"Not Found"}' });
    expect(headers["content-type"]).toBe("application/json");
    expect(calls).toEqual([]);
  });

  it("for HEAD is not that of GET, and a HEAD has no body", async () => {
    const { url } = await started({ routes: ["GET /me", "HEAD /you"] });
    expect(await send(url, "/me", { method: "HEAD" })).toMatchObject({ status: 404, body: "" });
    expect(await send(url, "/you", { method: "HEAD" })).toMatchObject({
      status: 200,
      body: "",
      headers: { "content-length": "2" },
    });
  });

  it("is found below the name of a stage, and nowhere else", async () => {
    const { url, events } = await started({ routes: ["GET /me"], stage: { StageName: "beta" } });
    expect((await send(url, "/beta/me")).status).toBe(200);
    expect(events()).toMatchObject([{ rawPath: "/beta/me", requestContext: { stage: "beta" } }]);
    expect((await send(url, "/me")).status).toBe(404);
    expect((await send(url, "/betame")).status).toBe(404);
  });

  it("is matched on decoded segments; an encoded slash separates nothing", async () => {
    const { url, events } = await started({ routes: ["GET /files/{name}"] });
    await send(url, "/files/a%20b%2Fc");
    expect(events()).toMatchObject([{ rawPath: "/files/a b/c", pathParameters: { name: "a b/c" } }]);
  });

  it("is not looked for when the path cannot be decoded", async () => {
    const { url, calls } = await started({});
    expect((await send(url, "/%E0%A4%A")).status).toBe(400);
    expect(calls).toEqual([]);
  });
});

describe("a template is refused", () => {
  it.each<[ApiDeclaration, string]>([
    [{ routes: ["GET me"] }, "route key GET me is malformed"],
    [{ routes: ["GET /{a+}/b"] }, "{name+} must come last"],
    [{ routes: ["GET /me", "GET /me"] }, "the route GET /me is declared twice"],
    [
      { permission: { Principal: "events.amazonaws.com" } },
      "no AWS::Lambda::Permission lets API Gateway call",
    ],
    [
      { permission: { SourceArn: "arn:aws:execute-api:us-east-1:999999999999:*" } },
      "no AWS::Lambda::Permission lets API Gateway call",
    ],
    [{ integration: { IntegrationType: "HTTP_PROXY" } }, "only AWS_PROXY integrations"],
    [{ integration: { PayloadFormatVersion: "1.0" } }, "only payload format 2.0"],
    [{ integration: { TimeoutInMillis: 30_001 } }, "timeout is not in 50-30000"],
    [{ api: { ProtocolType: "WEBSOCKET" } }, "is not an HTTP API"],
    [
      { authorizers: { a: { AuthorizerResultTtlInSeconds: 60 } } },
      "caching needs at least one identity source",
    ],
    [{ authorizers: { a: { AuthorizerResultTtlInSeconds: 3601 } } }, "is not in 0-3600"],
    [{ authorizers: { a: { AuthorizerType: "JWT" } } }, "only REQUEST authorizers"],
    [
      { authorizers: { a: { IdentitySource: ["request.header.A"] } } },
      "identity source request.header.A is malformed",
    ],
  ])("for %j", async (declaration, words) => {
    await expect(startApi(declaration)).rejects.toThrow(words);
  });
});
