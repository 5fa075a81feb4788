import { describe, expect, it } from "@jest/globals";
import { ERROR_FACTS } from "../../../shared/domain/error-facts.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { httpEvent, jsonEvent } from "../../support/http-events.js";

const routes = Object.values(ROUTES);

describe.each(routes)("%s", (route) => {
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    "",
  ])("rejects a body of type %p, which another site's form could send", async (type) => {
    const answer = await authApi().call(jsonEvent(route, credentials, { headers: { "content-type": type } }));
    expect(answer.statusCode).toBe(415);
    expect(bodyOf(answer)).toMatchObject({ code: "unsupported_media_type" });
  });

  it.each(["{", "[1,", "\u0000", "{'email':1}", '{"email":"a@b.c"}x'])(
    "refuses %p as no JSON",
    async (body) => {
      const answer = await authApi().call(httpEvent(route, { body }));
      expect(answer.statusCode).toBe(400);
      expect(bodyOf(answer)).toMatchObject({ code: "invalid_request", fields: ["body"] });
    },
  );

  it.each(["[]", "null", '"text"', "7"])("refuses %s as no object", async (body) => {
    const answer = await authApi().call(httpEvent(route, { body }));
    expect(bodyOf(answer)).toMatchObject({ status: 400, fields: ["body"] });
  });

  it("refuses more than 16 KB, also when it arrives encoded", async () => {
    const large = JSON.stringify({ ...credentials, padding: "x".repeat(17_000) });
    const encoded = { body: Buffer.from(large).toString("base64"), isBase64Encoded: true };
    for (const change of [{ body: large }, encoded]) {
      expect((await authApi().call(httpEvent(route, change))).statusCode).toBe(413);
    }
  });
});

describe("a problem", () => {
  it("is an RFC 9457 document with a stable type, public words and the request's id", async () => {
    const answer = await authApi().call(
      jsonEvent(ROUTES.signIn, { email: "ada@example.com" }, { requestId: "request-7" }),
    );
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    });
    expect(bodyOf(answer)).toEqual({
      type: "urn:identity-lifecycle:problem:invalid_request",
      title: "Bad Request",
      status: 400,
      detail: ERROR_FACTS.invalid_request.words,
      code: "invalid_request",
      request_id: "request-7",
      fields: ["password"],
    });
  });

  it.each([
    [ROUTES.signUp, {}, ["email", "password"]],
    [ROUTES.signUp, { ...credentials, name: 7 }, ["name"]],
    [ROUTES.signUp, { email: "c4nary", password: ["c4nary"] }, ["email", "password"]],
    [ROUTES.signIn, { email: "two words@example.com", password: "" }, ["email", "password"]],
    [
      ROUTES.signIn,
      { email: `${"a".repeat(300)}@example.com`, password: "x".repeat(257) },
      ["email", "password"],
    ],
    [ROUTES.confirm, { ...credentials, code: "c4nary" }, ["code"]],
    [ROUTES.confirm, { ...credentials, code: 123456 }, ["code"]],
    [ROUTES.resend, { email: null }, ["email"]],
  ])("at %s names the fields that are wrong, never their values", async (route, body, fields) => {
    const { call, ports } = authApi();
    const answer = await call(jsonEvent(route, body));
    expect(bodyOf(answer)).toMatchObject({ status: 400, fields });
    expect(`${answer.body}${ports.logger.dump()}`).not.toContain("c4nary");
    expect(ports.audit.events).toEqual([]);
  });

  it.each(["GET /api/account/other", "POST /api/account/__proto__", "$default", "constructor"])(
    "at %s is a 404, and the log does not contain the path",
    async (route) => {
      const { call, ports } = authApi();
      const answer = await call(jsonEvent(route, credentials));
      expect(answer.statusCode).toBe(404);
      expect(bodyOf(answer)).toMatchObject({ code: "not_found" });
      expect(ports.logger.lines).toMatchObject([{ fields: { source: "$default", status: 404 } }]);
    },
  );

  it("of an internal failure contains no text of its cause", async () => {
    const boom = () => Promise.reject(new TypeError("secret at ada@example.com"));
    const { call, ports } = authApi({}, { pseudonyms: { of: boom } });
    const answer = await call(jsonEvent(ROUTES.signIn, credentials));

    expect(answer.statusCode).toBe(500);
    expect(bodyOf(answer)).toMatchObject({ code: "internal", detail: ERROR_FACTS.internal.words });
    expect(`${answer.body}${ports.logger.dump()}`).not.toMatch(/secret at|ada@example/);
    expect(ports.logger.lines).toMatchObject([{ level: "error", fields: { errorName: "TypeError" } }]);
  });
});

it("ignores unknown fields, also ones that would reach a prototype", async () => {
  const { call } = authApi({ signUp: { kind: "exists" } });
  const body = `{"email":"ada@example.com","password":"Correct-Horse-1!","__proto__":{"admin":true},"role":"Admin"}`;
  expect((await call(httpEvent(ROUTES.signUp, { body }))).statusCode).toBe(202);
  expect({}).not.toHaveProperty("admin");
});

it("writes one line a request, with the route and no path, body or header", async () => {
  const { call, ports } = authApi();
  await call(jsonEvent(ROUTES.signIn, credentials));
  expect(ports.logger.lines).toEqual([
    {
      level: "info",
      message: "request",
      fields: {
        source: ROUTES.signIn,
        requestId: "request-1",
        durationMs: 0,
        outcome: "failed",
        status: 401,
        code: "invalid_credentials",
      },
    },
  ]);
  expect(ports.metrics.flushes).toBe(1);
});
