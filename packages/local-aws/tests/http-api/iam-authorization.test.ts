import { Sha256 } from "@aws-crypto/sha256-js";
import { afterEach, describe, expect, it } from "@jest/globals";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { IamSession } from "../../src/http-api/index.js";
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

it("a route for IAM identities accepts requests signed for this API, and passes the signer", async () => {
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
])("a route for IAM identities refuses a request with %p", async (authorization) => {
  const { status, body, events } = await call(authorization);
  expect([status, body, events]).toEqual([403, '{"message":"Forbidden"}', []]);
});

describe("temporary credentials", () => {
  const session: IamSession = {
    ...{ accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "session-token" },
    userArn: "arn:aws:sts::123456789012:assumed-role/viewer/CognitoIdentityCredentials",
    expiresAt: Number.POSITIVE_INFINITY,
    policies: [],
    identity: { amr: ["authenticated"], identityId: "us-east-1:i", identityPoolId: "us-east-1:p" },
  };
  const invoke = (...resources: string[]) => ({
    Statement: resources.map((route) => ({
      ...{ Effect: "Allow", Action: "execute-api:Invoke" },
      Resource: `arn:aws:execute-api:us-east-1:123456789012:*/$default/${route}`,
    })),
  });
  type Change = {
    readonly session?: Partial<IamSession>;
    readonly secret?: string;
    readonly token?: string;
    readonly at?: Date;
    /** What is sent in place of what was signed. */
    readonly sent?: { readonly path?: string; readonly headers?: Record<string, string> };
  };

  const callWith = async (change: Change = {}) => {
    const known = { ...session, policies: [invoke("GET/a")], ...change.session };
    api = await startApi(
      { routes: ["GET /a", "GET /b"].map((key) => ({ key, authorizer: "iam" as const })) },
      {},
      { iamSession: (key) => (key === session.accessKeyId ? known : undefined) },
    );
    const url = new URL(api.url);
    const signer = new SignatureV4({
      ...{ region: "us-east-1", service: "execute-api", sha256: Sha256 },
      credentials: {
        accessKeyId: session.accessKeyId,
        secretAccessKey: change.secret ?? session.secretAccessKey,
        sessionToken: change.token ?? session.sessionToken,
      },
    });
    const request = new HttpRequest({
      ...{ method: "GET", hostname: url.hostname, path: "/a", query: { x: "1 2", y: "z" } },
      headers: { host: url.host },
    });
    const { headers } = await signer.sign(request, { signingDate: change.at ?? new Date() });
    const path = change.sent?.path ?? "/a?x=1%202&y=z";
    const { status } = await send(api.url, path, { headers: { ...headers, ...change.sent?.headers } });
    return { status, events: api.events() };
  };

  it("pass if their role may invoke the route, and the function gets the identity", async () => {
    const { status, events } = await callWith();
    expect(status).toBe(200);
    expect(events[0]?.requestContext.authorizer).toMatchObject({
      iam: { userArn: session.userArn, cognitoIdentity: session.identity },
    });
  });

  it.each<[string, Change]>([
    ["another secret", { secret: "guessed" }],
    ["another session token", { token: "guessed" }],
    ["another query than was signed", { sent: { path: "/a?x=1%202&y=other" } }],
    ["another path than was signed", { sent: { path: "/b?x=1%202&y=z" } }],
    ["another date than was signed", { sent: { headers: { "x-amz-date": "20250101T000000Z" } } }],
    ["a signature of ten minutes ago", { at: new Date(Date.now() - 600_000) }],
    ["a session that has ended", { session: { expiresAt: 0 } }],
    ["a role that may invoke another route", { session: { policies: [invoke("GET/b")] } }],
    ["a role without permissions", { session: { policies: [] } }],
    ["a key that was not issued", { session: { accessKeyId: "ASIAEXAMPLE" }, sent: unknownKey() }],
  ])("do not pass with %s", async (_, change) => {
    const { status, events } = await callWith(change);
    expect([status, events]).toEqual([403, []]);
  });

  it("that are denied a route stay out, whatever allows it", async () => {
    const [statement] = invoke("GET/a").Statement;
    const policies = [{ Statement: [statement] }, { Statement: [{ ...statement, Effect: "Deny" }] }];
    expect((await callWith({ session: { policies } })).status).toBe(403);
  });
});

function unknownKey() {
  return { headers: { authorization: signed("us-east-1/execute-api").replace("AKID", "ASIA0") } };
}
