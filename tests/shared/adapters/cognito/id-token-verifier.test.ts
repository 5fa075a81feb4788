import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  accessClaims,
  CLIENT_ID,
  hmacToken,
  ISSUER,
  type KeySetServer,
  POOL_ID,
  type SigningKey,
  signingKey,
  startKeySet,
} from "../../../../packages/local-aws/tests/support/token-issuer.js";
import { cognitoIdTokenVerifier } from "../../../../shared/adapters/cognito/id-token-verifier.js";
import { systemClock } from "../../../../shared/adapters/node/system-clock.js";

type Json = Readonly<Record<string, unknown>>;

let key: SigningKey;
let foreignKey: SigningKey;
let signingKeys: KeySetServer;
beforeAll(async () => {
  [key, foreignKey] = [signingKey("key-1"), signingKey("key-1")];
  signingKeys = await startKeySet([key]);
});
afterAll(() => signingKeys.close());

const OTHER_CLIENT = "2example23456789abcdefghij";
const verify = (token: string) =>
  cognitoIdTokenVerifier(
    {
      pool: { userPoolId: POOL_ID, clientIds: [CLIENT_ID, OTHER_CLIENT] },
      endpoint: signingKeys.url,
      leewaySeconds: 0,
    },
    systemClock,
  ).verify(token);

const now = () => Math.floor(Date.now() / 1000);
const claimsOf = (change: Json = {}): Json => ({
  ...{ sub: "sub-1", iss: ISSUER, aud: CLIENT_ID, token_use: "id", "cognito:username": "ada" },
  ...{ exp: now() + 900, iat: now() - 10, auth_time: now() - 10, email: "ada@example.com" },
  ...{ user_id: "usr_ada", legacy_id: "legacy-42", role: "Admin", "cognito:groups": ["admins"] },
  ...change,
});

it.each([CLIENT_ID, OTHER_CLIENT])("a valid ID token of the client %s is its user's", async (aud) => {
  expect(await verify(key.issue(claimsOf({ aud })))).toEqual({
    ...{ sub: "sub-1", username: "ada", email: "ada@example.com", userId: "usr_ada" },
    ...{ legacyId: "legacy-42", role: "Admin", groups: ["admins"] },
  });
});

it("a token without account claims has a user without them", async () => {
  const { role, legacy_id, user_id, "cognito:groups": groups, ...rest } = claimsOf();
  expect([role, legacy_id, user_id, groups]).not.toContain(undefined);
  expect(await verify(key.issue(rest))).toMatchObject({ sub: "sub-1", role: undefined, groups: [] });
});

describe("refuses", () => {
  it.each<[string, () => Json, string]>([
    ["an access token", () => accessClaims(), "use"],
    ["an access token with an audience", () => claimsOf({ token_use: "access" }), "use"],
    ["a token without a use", () => claimsOf({ token_use: undefined }), "use"],
    ["a token of another client", () => claimsOf({ aud: "another" }), "client"],
    ["a list of audiences", () => claimsOf({ aud: [CLIENT_ID] }), "client"],
    ["a token without an audience", () => claimsOf({ aud: undefined, client_id: CLIENT_ID }), "client"],
    ["a token of another pool", () => claimsOf({ iss: ISSUER.replace("01", "02") }), "issuer"],
    [
      "a token of an issuer type that is not accepted",
      () => claimsOf({ iss: ISSUER.replace("//", "//issuer-") }),
      "issuer",
    ],
    ["an expired token", () => claimsOf({ iat: now() - 1000, exp: now() }), "expired"],
    ["a token of the future", () => claimsOf({ iat: now() + 60 }), "not_yet_valid"],
    ["a token for later", () => claimsOf({ nbf: now() + 60 }), "not_yet_valid"],
    ["a token that lasts for ever", () => claimsOf({ exp: now() + 10 * 86_400 }), "claims"],
    ["a token without an expiry", () => claimsOf({ exp: undefined }), "claims"],
    ["an expiry that is a text", () => claimsOf({ exp: `${now() + 900}` }), "claims"],
    ["a token without a user", () => claimsOf({ sub: undefined }), "claims"],
    ["a token without a user name", () => claimsOf({ "cognito:username": undefined }), "claims"],
    ["a role that is a list", () => claimsOf({ role: ["Admin"] }), "claims"],
    ["groups that are a text", () => claimsOf({ "cognito:groups": "admins" }), "claims"],
    ["a group that is no text", () => claimsOf({ "cognito:groups": [["Admin"]] }), "claims"],
  ])("%s", async (_, claims, reason) => {
    expect(await verify(key.issue(claims()))).toBe(reason);
  });

  it("a signature of another key, of no key, and of the public key as a secret", async () => {
    expect(await verify(foreignKey.issue(claimsOf()))).toBe("signature");
    expect(await verify(signingKey("key-9").issue(claimsOf()))).toBe("signing_key");
    expect(await verify(hmacToken(key, claimsOf()))).toBe("algorithm");
    expect(await verify(key.issue(claimsOf(), { alg: "none" }))).toBe("algorithm");
  });

  it("every change of one character", async () => {
    const token = key.issue(claimsOf());
    for (let at = 0; at < token.length; at += 7) {
      const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
      expect(typeof (await verify(changed))).toBe("string");
    }
  });

  it.each(["", " ", "x", "a.b.c", "Bearer x", "x".repeat(9000)])("the text %#", async (text) => {
    expect(typeof (await verify(text))).toBe("string");
  });
});

it("an unreachable key set is neither a yes nor a no", async () => {
  const unreachable = cognitoIdTokenVerifier(
    {
      pool: { userPoolId: POOL_ID, clientIds: [CLIENT_ID] },
      endpoint: "http://127.0.0.1:9",
      leewaySeconds: 0,
    },
    systemClock,
  );
  await expect(unreachable.verify(key.issue(claimsOf()))).rejects.toMatchObject({
    code: "temporarily_unavailable",
  });
});
