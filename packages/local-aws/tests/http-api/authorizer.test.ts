import { afterEach, describe, expect, it } from "@jest/globals";
import { type RecordedEvent, startApi, type TestedApi, thrown } from "./api-fixture.js";
import type { ApiDeclaration } from "./api-template.js";
import { send } from "./raw-request.js";

let api: TestedApi | undefined;
afterEach(() => api?.close());

const ROUTES = ["/a", "/b"].map((path) => ({ key: `GET ${path}`, authorizer: "gate" }));

let now = 0;
const clock = { now: () => now };

const guarded = async (
  answer: (event: RecordedEvent) => unknown,
  properties: Readonly<Record<string, unknown>> = {},
  declaration: ApiDeclaration = {},
): Promise<TestedApi> => {
  now = 1_000_000;
  api = await startApi(
    { routes: ROUTES, authorizers: { gate: properties }, ...declaration },
    { gate: answer },
    { clock },
  );
  return api;
};

const get = async ({ url }: TestedApi, path: string, headers: Record<string, string> = {}) => {
  const { status, body } = await send(url, path, { headers });
  return { status, body };
};

const OK = { status: 200, body: "ok" };
const UNAUTHORIZED = { status: 401, body: '{"message":"Unauthorized"}' };
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' };
const FAILED = { status: 500, body: '{"message":"Internal Server Error"}' };

const policy = (Effect: string, Resource: unknown, more: object = {}) => ({
  principalId: "ada",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect, Resource, ...more }],
  },
});

describe("the outcome of an authorizer", () => {
  it.each([
    ["allows", { isAuthorized: true }, OK],
    ["denies", { isAuthorized: false }, FORBIDDEN],
    ["throws exactly Unauthorized", thrown("Unauthorized"), UNAUTHORIZED],
    ["throws unauthorized", thrown("unauthorized"), FAILED],
    ["throws Unauthorized with more words", thrown("Unauthorized: expired"), FAILED],
    ["throws anything else", thrown("database down"), FAILED],
    ["answers a string", "Unauthorized", FAILED],
    ["answers null", null, FAILED],
    ["answers true alone", true, FAILED],
    ["answers isAuthorized as a string", { isAuthorized: "true" }, FAILED],
    ["answers a context that is no object", { isAuthorized: true, context: "x" }, FAILED],
    ["answers a policy although responses are simple", policy("Allow", "*"), FAILED],
    ["cannot be called", { statusCode: 403, payload: "{}" }, FAILED],
    ["rejects the call", new Error("refused"), FAILED],
  ])("that %s", async (_, answer, expected) => {
    const gate = await guarded(() => (answer instanceof Error ? Promise.reject(answer) : answer));
    expect(await get(gate, "/a")).toEqual(expected);
    expect(gate.events("main").length).toBe(expected === OK ? 1 : 0);
  });

  it("is waited for ten seconds", async () => {
    const gate = await guarded(() => ({ isAuthorized: true }));
    await get(gate, "/a");
    expect(gate.calls.map(({ functionName, timeoutMs }) => [functionName, timeoutMs])).toEqual([
      ["gate", 10_000],
      ["main", 30_000],
    ]);
  });

  it.each([[{ user: "ada", n: 1, ok: true, list: ["a"], deep: { b: 1 } }], [undefined]])(
    "hands its context %j to the integration",
    async (context) => {
      const gate = await guarded(() => ({ isAuthorized: true, ...(context && { context }) }));
      await get(gate, "/a");
      expect(gate.events("main")[0]?.requestContext.authorizer).toEqual({ lambda: context ?? null });
    },
  );

  it("is called with a separate event, without the body", async () => {
    const gate = await guarded(() => ({ isAuthorized: true }), {
      IdentitySource: ["$request.header.X-Key", "$request.querystring.q"],
    });
    await get(gate, "/a?q=1", { "x-key": "k" });
    const [event] = gate.events("gate");
    expect(event).toMatchObject({
      version: "2.0",
      type: "REQUEST",
      routeKey: "GET /a",
      rawPath: "/a",
      identitySource: ["k", "1"],
      routeArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]{10}\/\$default\/GET\/a$/,
      ),
    });
    expect(event).not.toHaveProperty("body");
    expect(event).not.toHaveProperty("isBase64Encoded");
    expect(event?.requestContext).not.toHaveProperty("authorizer");
  });

  it("leaves routes without an authorizer alone", async () => {
    const gate = await guarded(() => thrown("Unauthorized"), {}, { routes: ["GET /a"] });
    expect(await get(gate, "/a")).toEqual(OK);
  });
});

describe("a policy", () => {
  const simpleOff = { EnableSimpleResponses: false };
  const statements = (...Statement: object[]) => ({ principalId: "ada", policyDocument: { Statement } });
  const allow = (Resource: unknown, Action: unknown = "execute-api:Invoke") => ({
    Effect: "Allow",
    Action,
    Resource,
  });

  it.each([
    ["allows everything", policy("Allow", "*"), OK],
    ["allows this route", policy("Allow", "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/a"), OK],
    [
      "allows another route",
      policy("Allow", "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/b"),
      FORBIDDEN,
    ],
    ["denies", policy("Deny", "*"), FORBIDDEN],
    ["allows and denies", statements(allow("*"), { ...allow("*/GET/a"), Effect: "Deny" }), FORBIDDEN],
    ["allows one of a list", statements(allow(["nothing", "*/GET/?"], ["s3:*", "execute-api:*"])), OK],
    ["allows another action", statements(allow("*", "s3:GetObject")), FORBIDDEN],
    ["says nothing", statements(), FORBIDDEN],
    ["has a condition, which is not understood here", policy("Allow", "*", { Condition: {} }), FAILED],
    ["names no principal", { policyDocument: policy("Allow", "*").policyDocument }, FAILED],
    ["has an unknown effect", policy("allow", "*"), FAILED],
    ["is a simple response", { isAuthorized: true }, FAILED],
  ])("that %s", async (_, answer, expected) => {
    expect(await get(await guarded(() => answer, simpleOff), "/a")).toEqual(expected);
  });
});

describe("an identity source", () => {
  const IdentitySource = ["$request.header.Authorization", "$request.querystring.tenant"];

  it.each([
    ["/a?tenant=1", {}],
    ["/a", { authorization: "x" }],
    ["/a?tenant=", { authorization: "x" }],
    ["/a?tenant=1", { authorization: "" }],
  ])("that is missing in %s with %j is a 401 without a call", async (path, headers) => {
    const gate = await guarded(() => ({ isAuthorized: true }), { IdentitySource });
    expect(await get(gate, path, headers)).toEqual(UNAUTHORIZED);
    expect(gate.calls).toEqual([]);
  });

  it("may be a context or stage variable, or the cookies", async () => {
    const sources = [
      "$context.routeKey",
      "$context.identity.sourceIp",
      "$stageVariables.color",
      "$request.header.Cookie",
    ];
    const gate = await guarded(
      () => ({ isAuthorized: true }),
      { IdentitySource: sources },
      { stage: { StageVariables: { color: "blue" } } },
    );
    await get(gate, "/a", { cookie: "a=1; b=2" });
    expect(gate.events("gate")).toMatchObject([
      { identitySource: ["GET /a", "127.0.0.1", "blue", "a=1; b=2"] },
    ]);
  });
});

describe("the cache", () => {
  const cached = { AuthorizerResultTtlInSeconds: 60, IdentitySource: ["$request.header.X-Key"] };
  const key = { "x-key": "k" };

  it("is off unless the template turns it on", async () => {
    const gate = await guarded(() => ({ isAuthorized: true }), { IdentitySource: cached.IdentitySource });
    await get(gate, "/a", key);
    await get(gate, "/a", key);
    expect(gate.events("gate").length).toBe(2);
  });

  it("caches a decision for its lifetime and no longer", async () => {
    const gate = await guarded(() => ({ isAuthorized: true, context: { user: "ada" } }), cached);
    await get(gate, "/a", key);
    now += 59_999;
    await get(gate, "/a", key);
    expect(gate.events("gate").length).toBe(1);
    expect(gate.events("main")[1]?.requestContext.authorizer).toEqual({ lambda: { user: "ada" } });
    now += 1;
    await get(gate, "/a", key);
    expect(gate.events("gate").length).toBe(2);
  });

  it("serves every route of the authorizer by the identity alone, which opens them all", async () => {
    const gate = await guarded(({ routeKey }) => ({ isAuthorized: routeKey === "GET /a" }), cached);
    expect(await get(gate, "/a", key)).toEqual(OK);
    expect(await get(gate, "/b", key)).toEqual(OK);
    expect(await get(gate, "/b", { "x-key": "other" })).toEqual(FORBIDDEN);
    expect(await get(gate, "/a", { "x-key": "other" })).toEqual(FORBIDDEN);
  });

  it("distinguishes routes if the route key is an identity source", async () => {
    const IdentitySource = [...cached.IdentitySource, "$context.routeKey"];
    const gate = await guarded(({ routeKey }) => ({ isAuthorized: routeKey === "GET /a" }), {
      ...cached,
      IdentitySource,
    });
    expect(await get(gate, "/a", key)).toEqual(OK);
    expect(await get(gate, "/b", key)).toEqual(FORBIDDEN);
  });

  it("applies a kept policy to the route that is asked for", async () => {
    const gate = await guarded(() => policy("Allow", "*/GET/a"), { ...cached, EnableSimpleResponses: false });
    expect(await get(gate, "/a", key)).toEqual(OK);
    expect(await get(gate, "/b", key)).toEqual(FORBIDDEN);
    expect(gate.events("gate").length).toBe(1);
  });

  it("caches neither failures nor 401", async () => {
    const answers = [thrown("down"), thrown("Unauthorized"), { isAuthorized: true }];
    const gate = await guarded(() => answers.shift(), cached);
    expect(await get(gate, "/a", key)).toEqual(FAILED);
    expect(await get(gate, "/a", key)).toEqual(UNAUTHORIZED);
    expect(await get(gate, "/a", key)).toEqual(OK);
  });
});
