import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Jwks } from "aws-jwt-verify/jwk";
import { type IdentityPools, startIdentityPools } from "../../src/identity-pool/index.js";
import { readStack } from "../../src/template/index.js";
import { CLIENT_ID, ISSUER, POOL_ID, signingKey } from "../support/token-issuer.js";

const PROVIDER = `cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;
const roleOf = (name: string) => ({
  Type: "AWS::IAM::Role",
  Properties: { RoleName: name, Policies: [{ PolicyName: "p", PolicyDocument: { Statement: [] } }] },
});
const rule = (Value: string) => ({
  ...{ Claim: "role", MatchType: "Equals", Value },
  RoleARN: { "Fn::GetAtt": [`${Value}Role`, "Arn"] },
});
const template = (pool: object = {}) => ({
  Resources: {
    AdminRole: roleOf("admin"),
    OtherRole: roleOf("other"),
    GuestRole: roleOf("guest"),
    GuestPolicy: {
      Type: "AWS::IAM::Policy",
      Properties: { PolicyName: "q", Roles: [{ Ref: "GuestRole" }], PolicyDocument: { Statement: ["more"] } },
    },
    Pool: {
      Type: "AWS::Cognito::IdentityPool",
      Properties: {
        AllowUnauthenticatedIdentities: false,
        CognitoIdentityProviders: [
          { ProviderName: PROVIDER, ClientId: CLIENT_ID, ServerSideTokenCheck: true },
        ],
        ...pool,
      },
    },
    Roles: {
      Type: "AWS::Cognito::IdentityPoolRoleAttachment",
      Properties: {
        IdentityPoolId: { Ref: "Pool" },
        Roles: {
          authenticated: { "Fn::GetAtt": ["OtherRole", "Arn"] },
          unauthenticated: { "Fn::GetAtt": ["GuestRole", "Arn"] },
        },
        RoleMappings: {
          pool: {
            IdentityProvider: `${PROVIDER}:${CLIENT_ID}`,
            Type: "Rules",
            AmbiguousRoleResolution: "Deny",
            RulesConfiguration: { Rules: [rule("Admin")] },
          },
        },
      },
    },
  },
});

const key = signingKey("key-1");
const idToken = (change: Record<string, unknown> = {}, header: Record<string, unknown> = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return key.issue(
    {
      ...{ sub: "sub-1", iss: ISSUER, aud: CLIENT_ID, token_use: "id", "cognito:username": "ada" },
      ...{ exp: now + 900, iat: now, role: "Admin" },
      ...change,
    },
    header,
  );
};

let pools: IdentityPools;
let disabled: Set<string>;
let poolId: string;
const start = (pool: object = {}) => {
  const stack = readStack({
    ...{ template: template(pool), region: "us-east-1" },
    ...{ accountId: "123456789012", stackName: "shop" },
  });
  poolId = stack.resource("Pool").physicalId;
  return startIdentityPools({
    stack,
    keysOf: async () => ({ keys: [key.jwk] }) as unknown as Jwks,
    isEnabled: async (_, username) => !disabled.has(username),
  });
};
beforeAll(async () => {
  pools = await start();
});
afterAll(() => pools.close());
beforeEach(() => {
  disabled = new Set();
});

const call = async (operation: string, input: object, at = pools) => {
  const response = await fetch(at.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return response.ok ? body : `${String(body.__type)}: ${String(body.message)}`;
};
const login = (token = idToken()) => ({ Logins: { [PROVIDER]: token } });
const identityOf = async (token?: string) => {
  const answer = await call("GetId", { IdentityPoolId: poolId, ...login(token) });
  return typeof answer === "string" ? answer : String(answer.IdentityId);
};

it("the same user has the same identity, at every start, and another user has another", async () => {
  const ada = await identityOf();
  expect(ada).toMatch(/^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(await identityOf(idToken({ role: "Viewer" }))).toBe(ada);
  expect(await identityOf(idToken({ sub: "sub-2" }))).not.toBe(ada);
  const again = await start();
  const answer = await call("GetId", { IdentityPoolId: poolId, ...login() }, again);
  await again.close();
  expect(answer).toEqual({ IdentityId: ada });
});

describe("credentials", () => {
  const credentials = async (token = idToken()) =>
    call("GetCredentialsForIdentity", { IdentityId: await identityOf(), ...login(token) });

  it("come with the role that the rules choose, and are known by their access key", async () => {
    const answer = (await credentials()) as { Credentials: Record<string, unknown> };
    const { AccessKeyId, SecretKey, SessionToken, Expiration } = answer.Credentials;
    expect(pools.session(String(AccessKeyId))).toMatchObject({
      ...{ secretAccessKey: SecretKey, sessionToken: SessionToken },
      userArn: "arn:aws:sts::123456789012:assumed-role/admin/CognitoIdentityCredentials",
      policies: [{ Statement: [] }],
      identity: { identityPoolId: poolId },
    });
    expect(Number(Expiration)).toBeGreaterThan(Date.now() / 1000);
    expect(pools.session("ASIANONE")).toBeUndefined();
  });

  it("are refused to users whom no rule matches", async () => {
    expect(await credentials(idToken({ role: "Viewer" }))).toMatch(/^NotAuthorizedException/);
  });

  it("are for the identity of the token alone", async () => {
    expect(await credentials(idToken({ sub: "sub-2" }))).toMatch(/^ResourceNotFoundException/);
  });

  it("of a disabled user are not issued, because the pool is asked", async () => {
    const IdentityId = await identityOf();
    disabled.add("ada");
    const answer = await call("GetCredentialsForIdentity", { IdentityId, ...login() });
    expect(answer).toMatch(/^NotAuthorizedException: Invalid login token/);
  });

  it("with a role of the caller's choice are not there", async () => {
    const wish = { IdentityId: await identityOf(), CustomRoleArn: "arn:aws:iam::1:role/x", ...login() };
    expect(await call("GetCredentialsForIdentity", wish)).toMatch(/^NotAuthorizedException/);
  });
});

describe("guests", () => {
  let open: IdentityPools;
  beforeAll(async () => {
    open = await start({ AllowUnauthenticatedIdentities: true });
  });
  afterAll(() => open.close());
  const guest = async () => {
    const answer = await call("GetId", { IdentityPoolId: poolId }, open);
    return typeof answer === "string" ? answer : String(answer.IdentityId);
  };

  it("get another identity each time", async () => {
    const first = await guest();
    expect(first).toMatch(/^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await guest()).not.toBe(first);
  });

  it.each([{}, { Logins: {} }])("get the credentials of the role without authentication", async (logins) => {
    const IdentityId = await guest();
    const answer = await call("GetCredentialsForIdentity", { IdentityId, ...logins }, open);
    const { AccessKeyId } = (answer as { Credentials: Record<string, unknown> }).Credentials;
    expect(open.session(String(AccessKeyId))).toMatchObject({
      userArn: "arn:aws:sts::123456789012:assumed-role/guest/CognitoIdentityCredentials",
      policies: [{ Statement: [] }, { Statement: ["more"] }],
      identity: { amr: ["unauthenticated"], identityId: IdentityId, identityPoolId: poolId },
    });
  });

  it("get no credentials for the identity of a user, or for an unknown one", async () => {
    const { IdentityId } = (await call("GetId", { IdentityPoolId: poolId, ...login() }, open)) as {
      IdentityId: string;
    };
    for (const id of [IdentityId, "us-east-1:none"])
      expect(await call("GetCredentialsForIdentity", { IdentityId: id }, open)).toBe(
        `NotAuthorizedException: Access to Identity '${id}' is forbidden.`,
      );
  });

  it("get nothing for a broken login: a login is never ignored", async () => {
    const Logins = { [PROVIDER]: "x" };
    expect(await call("GetId", { IdentityPoolId: poolId, Logins }, open)).toMatch(/^NotAuthorizedException/);
    const IdentityId = await guest();
    expect(await call("GetCredentialsForIdentity", { IdentityId, Logins }, open)).toMatch(
      /^NotAuthorizedException/,
    );
  });

  it("are refused where the pool does not allow them", async () => {
    expect(await call("GetId", { IdentityPoolId: poolId })).toBe(
      "NotAuthorizedException: Unauthenticated access is not supported for this identity pool.",
    );
    const IdentityId = await guest();
    expect(await call("GetCredentialsForIdentity", { IdentityId })).toMatch(/^NotAuthorizedException/);
  });
});

it("pages of this machine may call it", async () => {
  const headers = {
    origin: "http://localhost:4300",
    "access-control-request-headers": "content-type,x-amz-target,x-amz-user-agent",
  };
  const { status, headers: answered } = await fetch(pools.url, { method: "OPTIONS", headers });
  expect([status, answered.get("access-control-allow-origin")]).toEqual([204, headers.origin]);
  expect(answered.get("access-control-allow-headers")).toBe(headers["access-control-request-headers"]);
});

it.each<[string, () => Record<string, string>]>([
  ["no login", () => ({})],
  ["an access token", () => ({ [PROVIDER]: idToken({ token_use: "access", client_id: CLIENT_ID }) })],
  ["a token of another client", () => ({ [PROVIDER]: idToken({ aud: "other" }) })],
  ["a token of another pool", () => ({ [PROVIDER]: idToken({ iss: ISSUER.replace("01", "02") }) })],
  ["a token that has expired", () => ({ [PROVIDER]: idToken({ exp: 1 }) })],
  ["a token with another signature", () => ({ [PROVIDER]: signingKey("key-1").issue({ sub: "x" }) })],
  ["a token of Google", () => ({ "accounts.google.com": idToken() })],
  ["two logins", () => ({ [PROVIDER]: idToken(), "accounts.google.com": idToken() })],
  ["text", () => ({ [PROVIDER]: "x" })],
])("accepts only tokens of its provider: %s", async (_, logins) => {
  expect(await call("GetId", { IdentityPoolId: poolId, Logins: logins() })).toMatch(
    /^NotAuthorizedException/,
  );
});

it("refuses any other pool", async () => {
  const answer = await call("GetId", { IdentityPoolId: "us-east-1:none", ...login() });
  expect(answer).toMatch(/^ResourceNotFoundException/);
});

it("the classic flow is refused where the pool has it off", async () => {
  const answer = await call("GetOpenIdToken", { IdentityId: await identityOf(), ...login() });
  expect(answer).toBe(
    "InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.",
  );
});
