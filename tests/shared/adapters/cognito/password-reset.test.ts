import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
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

const BEGAN = new Date("2025-01-01T00:00:00.000Z");
const ask = () => pool.requestReset("ada@example.com", BEGAN);
const reset = () => pool.resetPassword({ email: "ada@example.com", code: "123456", password: "New-Pass-1!" });

describe("a code for a new password", () => {
  it("is asked for with the client's secret hash", async () => {
    cognito.script("ForgotPassword", { output: { CodeDeliveryDetails: {} } });
    expect(await ask()).toBe("asked");
    expect(cognito.inputs("ForgotPassword")).toEqual([
      {
        ClientId: clientId,
        Username: "ada@example.com",
        SecretHash: expect.stringMatching(/^.{44}$/),
        ClientMetadata: { began: "1735689600000" },
      },
    ]);
  });

  it.each([
    "UserNotFoundException",
    "NotAuthorizedException",
    "InvalidParameterException",
    "LimitExceededException",
    "CodeDeliveryFailureException",
    "UserLambdaValidationException",
    "UnexpectedLambdaException",
    "InvalidLambdaResponseException",
  ])("is withheld without an error if Cognito returns %s", async (error) => {
    cognito.script("ForgotPassword", { error });
    expect(await ask()).toBe("withheld");
  });

  it("is unavailable for a user that the pool does not know, while the legacy system is down", async () => {
    const message = "UserMigration failed with error Signing in is not possible. [temporarily_unavailable].";
    cognito.script("ForgotPassword", { error: "UserLambdaValidationException", message });
    expect(await ask()).toBe("unavailable");
  });

  it("is unavailable for a user that the pool does not know, if the function of UserMigration cannot be called", async () => {
    const message = "UserMigration invocation failed due to error TooManyRequestsException.";
    cognito.script("ForgotPassword", { error: "UnexpectedLambdaException", message });
    expect(await ask()).toBe("unavailable");
  });

  it.each([
    ["TooManyRequestsException", "too_many_requests"],
    ["InternalErrorException", "temporarily_unavailable"],
  ])("fails if Cognito returns %s, which does not depend on the user", async (error, code) => {
    cognito.script("ForgotPassword", { error });
    await expect(ask()).rejects.toMatchObject({ code });
  });
});

describe("a new password", () => {
  it.each([
    ["CodeMismatchException", "invalid_code"],
    ["ExpiredCodeException", "invalid_code"],
    ["UserNotFoundException", "invalid_code"],
    ["LimitExceededException", "invalid_code"],
    ["TooManyFailedAttemptsException", "invalid_code"],
    ["InvalidPasswordException", "weak_password"],
    ["PasswordHistoryPolicyViolationException", "weak_password"],
    // PostConfirmation, after the change.
    ["UserLambdaValidationException", "reset"],
    ["UnexpectedLambdaException", "reset"],
    ["InvalidLambdaResponseException", "reset"],
  ])("that Cognito answers with %s is %s", async (error, answer) => {
    cognito.script("ConfirmForgotPassword", { error });
    expect(await reset()).toBe(answer);
  });
});

describe("a client that Cognito does not take for itself", () => {
  const mismatch = {
    error: "NotAuthorizedException",
    message: `Unable to verify secret hash for client ${clientId}`,
  };
  const renewed = () =>
    cognito.script(
      "DescribeUserPoolClient",
      { output: { UserPoolClient: { ClientSecret: "old" } } },
      { output: { UserPoolClient: { ClientSecret: "new" } } },
    );

  it("has a new secret: the secret is fetched again, and the call repeated", async () => {
    renewed();
    cognito.script("InitiateAuth", mismatch, { error: "NotAuthorizedException", message: "Incorrect" });
    expect(await pool.signIn("ada@example.com", "wrong", BEGAN)).toEqual({ kind: "refused" });
    const [first, second] = cognito.inputs("InitiateAuth").map(({ AuthParameters }) => AuthParameters);
    expect((first as { SECRET_HASH: string }).SECRET_HASH).not.toBe(
      (second as { SECRET_HASH: string }).SECRET_HASH,
    );
    expect(cognito.inputs("DescribeUserPoolClient")).toHaveLength(2);
    expect(metrics.counted).toEqual([]);
  });

  it("fetches it once for all who wait", async () => {
    renewed();
    cognito.script("ForgotPassword", { output: {} });
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(cognito.inputs("DescribeUserPoolClient")).toHaveLength(1);
  });

  it.each([
    [mismatch],
    [
      {
        error: "NotAuthorizedException",
        message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
      },
    ],
    [{ error: "InvalidParameterException", message: "USER_PASSWORD_AUTH flow not enabled for this client" }],
    [{ error: "NotAuthorizedException", message: "Auth flow not enabled for this client" }],
  ])("permanently, as %j means, is an outage and a metric, never a wrong password", async (answer) => {
    cognito.script("InitiateAuth", answer);
    await expect(pool.signIn("ada@example.com", "right", BEGAN)).rejects.toMatchObject({
      code: "temporarily_unavailable",
    });
    expect(metrics.counted).toEqual(["client_misconfigured"]);
    expect(cognito.inputs("InitiateAuth")).toHaveLength(2);
  });

  it("is an outage at every other call, too", async () => {
    const operations: [string, () => Promise<unknown>][] = [
      ["SignUp", () => pool.signUp({ email: "ada@example.com", password: "right" })],
      ["ConfirmSignUp", () => pool.confirmSignUp("ada@example.com", "123456")],
      ["ResendConfirmationCode", () => pool.resendCode("ada@example.com")],
      ["ForgotPassword", ask],
      ["ConfirmForgotPassword", reset],
      ["GetTokensFromRefreshToken", () => pool.refresh("token")],
      ["RevokeToken", () => pool.revoke("token")],
      ["InitiateAuth", () => pool.startChallenge("ada@example.com", "code")],
    ];
    for (const [operation, call] of operations) {
      cognito.script(operation, mismatch);
      await expect(call()).rejects.toMatchObject({ code: "temporarily_unavailable" });
    }
    expect(metrics.counted).toHaveLength(operations.length);
  });
});
