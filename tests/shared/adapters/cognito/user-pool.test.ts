import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { accessClaims } from "../../../../packages/local-aws/tests/support/token-issuer.js";
import { cognitoClientSecret } from "../../../../shared/adapters/cognito/client-secret.js";
import { publicCalls } from "../../../../shared/adapters/cognito/public-calls.js";
import { cognitoUserPool } from "../../../../shared/adapters/cognito/user-pool.js";
import { type MemoryMetrics, memoryMetrics } from "../../../../shared/memory/telemetry.js";
import type { UserPool } from "../../../../shared/ports/index.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

const userPoolId = "us-east-1_Example01";
const clientId = "1example23456789abcdefghij";
let cognito: AwsService;
let pool: UserPool;
let metrics: MemoryMetrics;

beforeEach(async () => {
  cognito = await startAwsService();
  cognito.script("DescribeUserPoolClient", { output: { UserPoolClient: { ClientSecret: "client-secret" } } });
  const client = new CognitoIdentityProviderClient(cognito.clientConfig);
  const secret = cognitoClientSecret(client, { userPoolId, clientId });
  metrics = memoryMetrics();
  pool = cognitoUserPool({ client, call: publicCalls(cognito.call), userPoolId, clientId, secret, metrics });
});
afterEach(() => cognito.close());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const AccessToken = `${part({ alg: "RS256" })}.${part(accessClaims())}.sig`;
const IdToken = `${part({ alg: "RS256" })}.${part({ email: "ada@example.com" })}.sig`;
const result = { AccessToken, IdToken, RefreshToken: "refresh", ExpiresIn: 900, TokenType: "Bearer" };
const signIn = () => pool.signIn("ada@example.com", "right", new Date("2025-01-01T00:00:00.000Z"));
const signUp = () => pool.signUp({ email: "ada@example.com", password: "right" });
const lambda = (message: string) => ({ error: "UserLambdaValidationException", message });
/** The function is missing, throttled, or may not be called. */
const unreachable = (trigger: string, error: string) => ({
  error: "UnexpectedLambdaException",
  message: `${trigger} invocation failed due to error ${error}.`,
});
const UNREACHABLE = [
  "TooManyRequestsException",
  "AccessDeniedException",
  "ResourceNotFoundException",
] as const;
const principal = {
  ...{ sub: "sub-1", username: "sub-1", jti: "jti-1", sessionId: "session-1", userId: "usr_ada" },
  scopes: ["aws.cognito.signin.user.admin"],
  authenticatedAtSeconds: accessClaims().auth_time,
};

describe("signing in", () => {
  it("sends the password with the client's secret hash, and answers the session", async () => {
    cognito.script("InitiateAuth", { output: { AuthenticationResult: result } });
    expect(await signIn()).toEqual({
      kind: "session",
      session: {
        accessToken: AccessToken,
        idToken: IdToken,
        refreshToken: "refresh",
        expiresInSeconds: 900,
        principal,
        facts: { email: "ada@example.com" },
      },
    });
    await signIn();

    // Base64(HMAC-SHA-256("client-secret", username + client id)), worked out with OpenSSL.
    const SECRET_HASH = "tFccj1jMrPQEQo2dlhqFai/6GHy7tQQ5eAMRoZyzmXk=";
    expect(cognito.inputs("InitiateAuth")[0]).toMatchObject({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: clientId,
      AuthParameters: { USERNAME: "ada@example.com", PASSWORD: "right", SECRET_HASH },
      ClientMetadata: { began: "1735689600000" },
    });
    expect(cognito.inputs("DescribeUserPoolClient")).toHaveLength(1);
  });

  it.each([
    [{ error: "NotAuthorizedException" }, "refused"],
    [{ error: "NotAuthorizedException", status: 403 }, "refused"],
    [{ error: "UserNotFoundException", status: 404 }, "refused"],
    [{ error: "InvalidParameterException" }, "refused"],
    [{ error: "UserNotConfirmedException" }, "not_confirmed"],
    [{ error: "PasswordResetRequiredException" }, "reset_required"],
    [lambda("PreAuthentication failed with error Words. [invalid_credentials]"), "denied"],
    [lambda("PreAuthentication failed with error Words. [invalid_credentials]."), "denied"],
    [lambda("PreAuthentication failed with error Words. [temporarily_unavailable]."), "unavailable"],
    [lambda("UserMigration failed with error Words. [temporarily_unavailable]"), "legacy_unavailable"],
    [lambda("UserMigration failed with error Words. [temporarily_unavailable]."), "legacy_unavailable"],
    [lambda("UserMigration failed with error RequestId: 1 Error: Runtime exited"), "legacy_unavailable"],
    [
      { error: "UnexpectedLambdaException", message: "UserMigration failed with error timeout." },
      "legacy_unavailable",
    ],
    ...UNREACHABLE.map((reason) => [unreachable("UserMigration", reason), "legacy_unavailable"] as const),
    [unreachable("PreAuthentication", UNREACHABLE[0]), "unavailable"],
    [{ error: "UnexpectedLambdaException" }, "legacy_unavailable"],
    [{ error: "UnexpectedLambdaException", message: "Socket timeout while invoking" }, "legacy_unavailable"],
    [lambda("Error in the function [temporarily_unavailable]."), "legacy_unavailable"],
    [{ error: "InvalidLambdaResponseException" }, "legacy_unavailable"],
    [
      { error: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" },
      "legacy_unavailable",
    ],
    [unreachable("PreTokenGeneration", UNREACHABLE[0]), "unavailable"],
    [lambda("PreAuthentication failed with error Words. [no_such_code]."), "unavailable"],
    [lambda("PreAuthentication failed with error RequestId: 1 Error: Runtime exited"), "unavailable"],
    [lambda("PreAuthentication failed with error [invalid_credentials] and more"), "unavailable"],
    [{ error: "NotAuthorizedException", message: "Incorrect username or password." }, "refused"],
    [{ error: "NotAuthorizedException", message: "Password attempts exceeded" }, "locked"],
  ])("that Cognito answers with %j is %s", async (answer, kind) => {
    cognito.script("InitiateAuth", answer);
    expect(await signIn()).toEqual({ kind });
  });

  it.each([
    [{ error: "TooManyRequestsException", status: 429 }, "too_many_requests"],
    [{ error: "LimitExceededException" }, "too_many_requests"],
    [{ error: "InternalErrorException", status: 500 }, "temporarily_unavailable"],
    [{ error: "ResourceNotFoundException" }, "temporarily_unavailable"],
    [{ output: {} }, "internal"],
    [{ output: { AuthenticationResult: { ...result, AccessToken: "no.token" } } }, "internal"],
  ])("that Cognito answers with %j fails as %s", async (answer, code) => {
    cognito.script("InitiateAuth", answer);
    await expect(signIn()).rejects.toMatchObject({ name: "AuthError", code });
  });

  it("reads an error code only from the message of a trigger", async () => {
    cognito.script("InitiateAuth", { error: "InternalErrorException", message: "x [invalid_credentials]" });
    await expect(signIn()).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });
});

describe("signing up", () => {
  it("answers the new user", async () => {
    cognito.script("SignUp", { output: { UserSub: "sub-1", UserConfirmed: false } });
    expect(await signUp()).toEqual({ kind: "created", sub: "sub-1", confirmed: false });
    expect(cognito.inputs("SignUp")[0]).toMatchObject({
      Username: "ada@example.com",
      UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
    });
  });

  it.each([
    [{ error: "UsernameExistsException" }, "exists"],
    [{ error: "AliasExistsException" }, "exists"],
    [{ error: "InvalidPasswordException" }, "weak_password"],
    [lambda("PreSignUp failed with error Words. [sign_up_refused]"), "refused"],
    [lambda("PreSignUp failed with error Words. [sign_up_refused]."), "refused"],
    [lambda("PreSignUp failed with error Words. [captcha_failed]."), "captcha_failed"],
    [lambda("PreSignUp failed with error Words. [temporarily_unavailable]."), "unavailable"],
  ])("that Cognito answers with %j is %s", async (answer, kind) => {
    cognito.script("SignUp", answer);
    expect(await signUp()).toEqual({ kind });
  });

  it("passes what PreSignUp alone reads as validation data, and the language to all triggers", async () => {
    cognito.script("SignUp", { output: { UserSub: "sub-1", UserConfirmed: false } });
    await pool.signUp({
      email: "ada@example.com",
      password: "right",
      name: "Ada",
      language: "de",
      captchaToken: "t0ken",
    });
    expect(cognito.inputs("SignUp")[0]).toMatchObject({
      UserAttributes: [
        { Name: "email", Value: "ada@example.com" },
        { Name: "name", Value: "Ada" },
      ],
      ValidationData: [{ Name: "captcha", Value: "t0ken" }],
      ClientMetadata: { language: "de" },
    });
  });

  it("that is throttled for one address has Retry-After", async () => {
    cognito.script("SignUp", lambda("PreSignUp failed with error Words. [too_many_requests]."));
    await expect(signUp()).rejects.toMatchObject({ code: "too_many_requests", retryAfterSeconds: 3600 });
  });
});

describe("a code", () => {
  it.each([
    ["CodeMismatchException"],
    ["ExpiredCodeException"],
    ["UserNotFoundException"],
    ["NotAuthorizedException"],
    ["AliasExistsException"],
    ["TooManyFailedAttemptsException"],
  ])("reads the same when Cognito says %s", async (error) => {
    cognito.script("ConfirmSignUp", { error });
    expect(await pool.confirmSignUp("ada@example.com", "000000")).toBe("invalid_code");
  });

  it.each(["UserNotFoundException", "InvalidParameterException", "NotAuthorizedException"])(
    "sent again is withheld without an error if Cognito returns %s",
    async (error) => {
      cognito.script("ResendConfirmationCode", { error });
      expect(await pool.resendCode("ada@example.com")).toBe("withheld");
    },
  );

  it.each([
    lambda("CustomEmailSender failed with error not sent [temporarily_unavailable]."),
    unreachable("CustomSMSSender", UNREACHABLE[0]),
    { error: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" },
  ])("that a trigger cannot send is reported as undelivered: %j", async (answer) => {
    cognito.script("ResendConfirmationCode", answer);
    expect(await pool.resendCode("ada@example.com")).toBe("undelivered");
  });

  it.each([
    lambda("PostConfirmation failed with error Words. [temporarily_unavailable]."),
    unreachable("PostConfirmation", UNREACHABLE[0]),
    { error: "UnexpectedLambdaException", message: "Socket timeout while invoking Lambda function" },
  ])("that the pool accepted counts as used, although PostConfirmation fails: %j", async (answer) => {
    cognito.script("ConfirmSignUp", answer);
    expect(await pool.confirmSignUp("ada@example.com", "123456")).toBe("confirmed");
  });

  it("that is sent back tells PostConfirmation that a password follows", async () => {
    cognito.script("ConfirmSignUp", { output: {} });
    expect(await pool.confirmSignUp("ada@example.com", "123456")).toBe("confirmed");
    expect(cognito.inputs("ConfirmSignUp")).toMatchObject([{ ClientMetadata: { password: "follows" } }]);
  });
});

describe("the password of a confirmed user", () => {
  const set = () => pool.setPassword("ada@example.com", "New-Pass-1!");
  const user = (UserStatus: string) => ({
    output: { Username: "sub-1", UserStatus, UserAttributes: [{ Name: "sub", Value: "sub-1" }] },
  });

  it("is set permanently, and returns the user", async () => {
    cognito.script("AdminGetUser", user("CONFIRMED"));
    cognito.script("AdminSetUserPassword", { output: {} });
    expect(await set()).toEqual({ sub: "sub-1" });
    expect(cognito.inputs("AdminSetUserPassword")).toEqual([
      { UserPoolId: "us-east-1_Example01", Username: "sub-1", Password: "New-Pass-1!", Permanent: true },
    ]);
  });

  it.each(["UNCONFIRMED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"])(
    "is never set for a user who is %s, because Cognito would confirm them by it",
    async (status) => {
      cognito.script("AdminGetUser", user(status));
      await expect(set()).rejects.toMatchObject({ code: "temporarily_unavailable" });
      expect(cognito.inputs("AdminSetUserPassword")).toEqual([]);
    },
  );

  it.each([
    ["AdminGetUser", "TooManyRequestsException", "too_many_requests"],
    ["AdminSetUserPassword", "InternalErrorException", "temporarily_unavailable"],
  ])("fails when %s says %s", async (operation, error, code) => {
    cognito.script("AdminGetUser", user("CONFIRMED"));
    cognito.script(operation, { error });
    await expect(set()).rejects.toMatchObject({ code });
  });
});

describe("a session", () => {
  it("is renewed with GetTokensFromRefreshToken and the client's secret", async () => {
    cognito.script("GetTokensFromRefreshToken", { output: { AuthenticationResult: result } });
    expect(await pool.refresh("old")).toMatchObject({ kind: "session", session: { principal } });
    expect(cognito.inputs("GetTokensFromRefreshToken")[0]).toEqual({
      ClientId: clientId,
      ClientSecret: "client-secret",
      RefreshToken: "old",
    });
  });

  it.each([
    ["RefreshTokenReuseException", "reused"],
    ["NotAuthorizedException", "expired"],
    ["UserNotFoundException", "expired"],
  ])("is over when Cognito says %s", async (error, reason) => {
    cognito.script("GetTokensFromRefreshToken", { error });
    expect(await pool.refresh("old")).toEqual({ kind: "refused", reason });
  });

  it("is not over because a trigger or Cognito failed", async () => {
    cognito.script(
      "GetTokensFromRefreshToken",
      lambda("PreTokenGeneration failed with error x [temporarily_unavailable]"),
    );
    await expect(pool.refresh("old")).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });

  it("that has ended can be revoked again", async () => {
    cognito.script("RevokeToken", { error: "UnsupportedTokenTypeException" });
    await expect(pool.revoke("old")).resolves.toBeUndefined();
  });

  it("that could not be ended is not reported as ended", async () => {
    cognito.script("RevokeToken", { error: "TooManyRequestsException", status: 429 });
    await expect(pool.revoke("old")).rejects.toMatchObject({ code: "too_many_requests" });
  });
});

describe("the sessions of a user", () => {
  const user = { Username: "Google_104", Attributes: [{ Name: "sub", Value: "sub-2" }] };
  const ends = () => cognito.inputs("AdminUserGlobalSignOut");

  it("of a native user end by the sub, which is the user name", async () => {
    cognito.script("AdminUserGlobalSignOut", { output: {} });
    await pool.endSessions("sub-1");
    expect(ends()).toEqual([{ UserPoolId: userPoolId, Username: "sub-1" }]);
  });

  it("of a federated user end by the user name, which is looked up", async () => {
    cognito.script("AdminUserGlobalSignOut", { error: "UserNotFoundException" }, { output: {} });
    cognito.script("ListUsers", { output: { Users: [user] } });
    await pool.endSessions("sub-2");
    expect(cognito.inputs("ListUsers")).toEqual([
      { UserPoolId: userPoolId, Filter: 'sub = "sub-2"', Limit: 1 },
    ]);
    expect(ends().at(-1)).toEqual({ UserPoolId: userPoolId, Username: "Google_104" });
  });

  it("of a deleted user have ended", async () => {
    cognito.script("AdminUserGlobalSignOut", { error: "UserNotFoundException" });
    cognito.script("ListUsers", { output: { Users: [] } });
    await expect(pool.endSessions("sub-2")).resolves.toBeUndefined();
  });

  it.each(["AdminUserGlobalSignOut", "ListUsers"])(
    "are not reported as ended if %s fails",
    async (operation) => {
      cognito.script("AdminUserGlobalSignOut", { error: "UserNotFoundException" });
      cognito.script(operation, { error: "InternalErrorException" });
      await expect(pool.endSessions("sub-2")).rejects.toMatchObject({ code: "temporarily_unavailable" });
    },
  );

  it("are found by the address that the user signs in with", async () => {
    cognito.script(
      "AdminGetUser",
      { output: { Username: "Google_104", UserAttributes: user.Attributes } },
      { error: "UserNotFoundException" },
      { error: "InternalErrorException" },
    );
    expect(await pool.subOf("ada@example.com")).toBe("sub-2");
    expect(await pool.subOf("nobody@example.com")).toBeUndefined();
    await expect(pool.subOf("ada@example.com")).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });
});

it("without a client secret nothing is tried", async () => {
  cognito.script("DescribeUserPoolClient", { error: "AccessDeniedException" });
  await expect(signIn()).rejects.toMatchObject({ code: "temporarily_unavailable" });
  expect(cognito.inputs("InitiateAuth")).toEqual([]);
});
