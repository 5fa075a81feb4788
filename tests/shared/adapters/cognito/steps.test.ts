import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { accessClaims } from "../../../../packages/local-aws/tests/support/token-issuer.js";
import { cognitoClientSecret } from "../../../../shared/adapters/cognito/client-secret.js";
import { publicCalls } from "../../../../shared/adapters/cognito/public-calls.js";
import { cognitoUserPool } from "../../../../shared/adapters/cognito/user-pool.js";
import type { PoolChallenge } from "../../../../shared/domain/pool-challenge.js";
import { memoryMetrics } from "../../../../shared/memory/telemetry.js";
import type { UserPool } from "../../../../shared/ports/index.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

const userPoolId = "us-east-1_Example01";
const clientId = "1example23456789abcdefghij";
let cognito: AwsService;
let pool: UserPool;

beforeEach(async () => {
  cognito = await startAwsService();
  cognito.script("DescribeUserPoolClient", { output: { UserPoolClient: { ClientSecret: "client-secret" } } });
  const client = new CognitoIdentityProviderClient(cognito.clientConfig);
  const secret = cognitoClientSecret(client, { userPoolId, clientId });
  pool = cognitoUserPool({
    client,
    call: publicCalls(cognito.call),
    userPoolId,
    clientId,
    secret,
    metrics: memoryMetrics(),
  });
});
afterEach(() => cognito.close());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const tokens = {
  AccessToken: `${part({})}.${part(accessClaims())}.sig`,
  IdToken: `${part({})}.${part({ email: "ada@example.com" })}.sig`,
};
const signIn = (output: object) => {
  cognito.script("InitiateAuth", { output });
  return pool.signIn("ada@example.com", "right");
};

describe("a step that Cognito asks for", () => {
  it.each<[string, object, Partial<PoolChallenge>]>([
    ["NEW_PASSWORD_REQUIRED", { USER_ID_FOR_SRP: "sub-1" }, { kind: "new_password", username: "sub-1" }],
    ["SOFTWARE_TOKEN_MFA", { USERNAME: "sub-1" }, { kind: "totp", username: "sub-1" }],
    ["SMS_MFA", { CODE_DELIVERY_DESTINATION: "+***90" }, { kind: "sms_code", destination: "+***90" }],
    ["EMAIL_OTP", {}, { kind: "email_code", username: "ada@example.com" }],
    ["CUSTOM_CHALLENGE", {}, { kind: "custom" }],
    [
      "SELECT_MFA_TYPE",
      { MFAS_CAN_CHOOSE: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP","UNKNOWN"]' },
      { kind: "choose_factor", factors: ["totp", "email_code"] },
    ],
  ])("as %s is read with %j", async (ChallengeName, ChallengeParameters, challenge) => {
    expect(await signIn({ ChallengeName, ChallengeParameters, Session: "s" })).toMatchObject({
      kind: "challenge",
      challenge: { session: "s", ...challenge },
    });
  });

  it.each([[{ ChallengeName: "MFA_SETUP", Session: "s" }], [{ ChallengeName: "SMS_MFA" }]])(
    "that is not known, or has no session, is an error of ours: %j",
    async (output) => {
      await expect(signIn(output)).rejects.toMatchObject({ code: "internal" });
    },
  );
});

describe("the answer to a step", () => {
  const totp: PoolChallenge = { kind: "totp", session: "s-1", username: "sub-1" };

  it.each<[PoolChallenge["kind"], string, string]>([
    ["new_password", "NEW_PASSWORD_REQUIRED", "NEW_PASSWORD"],
    ["totp", "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"],
    ["sms_code", "SMS_MFA", "SMS_MFA_CODE"],
    ["email_code", "EMAIL_OTP", "EMAIL_OTP_CODE"],
    ["choose_factor", "SELECT_MFA_TYPE", "ANSWER"],
    ["custom", "CUSTOM_CHALLENGE", "ANSWER"],
  ])("%s is sent as %s with %s", async (kind, ChallengeName, parameter) => {
    cognito.script("RespondToAuthChallenge", { output: { AuthenticationResult: tokens } });
    expect(await pool.answerStep({ ...totp, kind }, "answer")).toMatchObject({ kind: "session" });
    const sent = cognito.inputs("RespondToAuthChallenge")[0];
    expect(sent).toMatchObject({
      ...{ ChallengeName, Session: "s-1" },
      ChallengeResponses: { USERNAME: "sub-1", [parameter]: "answer" },
    });
  });

  it.each<[Parameters<AwsService["script"]>[1], object]>([
    [
      { output: { ChallengeName: "SMS_MFA", Session: "s-2" } },
      { kind: "challenge", challenge: { session: "s-2" } },
    ],
    [{ error: "CodeMismatchException" }, { kind: "wrong", session: "s-1" }],
    [{ error: "ExpiredCodeException" }, { kind: "wrong", session: "s-1" }],
    [{ error: "InvalidParameterException" }, { kind: "wrong", session: "s-1" }],
    [{ error: "InvalidPasswordException" }, { kind: "weak_password", session: "s-1" }],
    [{ error: "NotAuthorizedException", message: "Invalid session for the user." }, { kind: "refused" }],
    [{ error: "UserNotFoundException" }, { kind: "refused" }],
    [
      {
        error: "UserLambdaValidationException",
        message: "PreTokenGeneration failed with error Words. [invalid_credentials].",
      },
      { kind: "refused" },
    ],
  ])("that Cognito answers with %j is %j", async (answer, outcome) => {
    cognito.script("RespondToAuthChallenge", answer);
    expect(await pool.answerStep(totp, "123456")).toMatchObject(outcome);
  });

  it.each([
    [{ error: "TooManyRequestsException", status: 429 }, "too_many_requests"],
    [{ error: "InternalErrorException", status: 500 }, "temporarily_unavailable"],
    [
      { error: "UnexpectedLambdaException", message: "PostAuthentication invocation failed" },
      "temporarily_unavailable",
    ],
  ])("that Cognito answers with %j fails as %s", async (answer, code) => {
    cognito.script("RespondToAuthChallenge", answer);
    await expect(pool.answerStep(totp, "123456")).rejects.toMatchObject({ code });
  });
});
