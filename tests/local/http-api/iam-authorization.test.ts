import { afterEach, expect, it } from "@jest/globals";
import { startApi, type TestedApi } from "./api-fixture.js";
import { send } from "./raw-request.js";

let api: TestedApi | undefined;
afterEach(() => api?.close());

const signed = (scope: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250101/${scope}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0a".repeat(32)}`;

const call = async (authorization?: string) => {
  api = await startApi({ routes: [{ key: "GET /a", authorizer: "iam" }] });
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const { status, body } = await send(api.url, "/a", { headers });
  return { status, body, events: api.events() };
};

it("a route for IAM identities takes requests that are signed for this API, and says who signed", async () => {
  const { status, events } = await call(signed("us-east-1/execute-api"));
  expect(status).toBe(200);
  expect(events[0]?.requestContext.authorizer).toMatchObject({
    iam: {
      accessKey: "AKIDEXAMPLE",
      userArn: expect.stringMatching(/^arn:aws:iam::\d{12}:user\/AKIDEXAMPLE$/),
    },
  });
});

it.each([
  undefined,
  "Bearer token",
  signed("eu-west-1/execute-api"),
  signed("us-east-1/s3"),
  signed("us-east-1/execute-api").slice(0, -1),
])("a route for IAM identities takes no request with %p", async (authorization) => {
  const { status, body, events } = await call(authorization);
  expect([status, body, events]).toEqual([403, '{"message":"Forbidden"}', []]);
});
