import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { cognitoClientSecret } from "../../../../shared/adapters/cognito/client-secret.js";
import { publicCalls } from "../../../../shared/adapters/cognito/public-calls.js";
import { cognitoUserPool } from "../../../../shared/adapters/cognito/user-pool.js";
import { type MemoryMetrics, memoryMetrics } from "../../../../shared/memory/telemetry.js";
import type { UserPool } from "../../../../shared/ports/index.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

const clientId = "1example23456789abcdefghij";
let cognito: AwsService;
let pool: UserPool;
let metrics: MemoryMetrics;

beforeEach(async () => {
  cognito = await startAwsService();
  cognito.script("DescribeUserPoolClient", { output: { UserPoolClient: { ClientSecret: "client-secret" } } });
  const client = new CognitoIdentityProviderClient(cognito.clientConfig);
  const secret = cognitoClientSecret(client, { userPoolId: "us-east-1_Example01", clientId });
  metrics = memoryMetrics();
  pool = cognitoUserPool({
    client,
    call: publicCalls(cognito.call),
    userPoolId: "us-east-1_Example01",
    clientId,
    secret,
    metrics,
  });
});
afterEach(() => cognito.close());

const asked = (Session: string) => ({
  output: { ChallengeName: "CUSTOM_CHALLENGE", Session, ChallengeParameters: { USERNAME: "sub-1" } },
});
const lambda = (message: string) => ({ error: "UserLambdaValidationException", message });
const begin = (language?: string) => pool.startChallenge("ada@example.com", "code", language);
const answer = () => pool.answerChallenge({ session: "s-2", username: "sub-1", answer: "12345678" });

describe("beginning a challenge", () => {
  it("asks and chooses, each with the newest session and the name that the pool gave", async () => {
    cognito.script("InitiateAuth", asked("s-1"));
    cognito.script("RespondToAuthChallenge", asked("s-2"));
    expect(await begin("de")).toEqual({ kind: "asked", session: "s-2", username: "sub-1" });
    expect(cognito.inputs("InitiateAuth")[0]).toMatchObject({
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters: { USERNAME: "ada@example.com" },
    });
    expect(cognito.inputs("RespondToAuthChallenge")[0]).toMatchObject({
      Session: "s-1",
      ChallengeResponses: { USERNAME: "sub-1", ANSWER: "code" },
      ClientMetadata: { language: "de" },
    });
  });

  it.each([
    { error: "NotAuthorizedException" },
    { error: "UserNotFoundException" },
    { error: "UserNotConfirmedException" },
    { error: "PasswordResetRequiredException" },
    lambda("PreAuthentication failed with error Words. [invalid_credentials]."),
  ])("that Cognito answers with %j is refused", async (failure) => {
    cognito.script("InitiateAuth", failure);
    expect(await begin()).toEqual({ kind: "refused" });
  });

  it.each([
    [lambda("CreateAuthChallenge failed with error Words. [too_many_requests]."), "too_many_requests"],
    [
      lambda("CreateAuthChallenge failed with error Words. [temporarily_unavailable]."),
      "temporarily_unavailable",
    ],
    [{ error: "TooManyRequestsException" }, "too_many_requests"],
    [{ error: "InternalErrorException", status: 500 }, "temporarily_unavailable"],
    [{ output: {} }, "internal"],
  ])("whose choice Cognito answers with %j fails as %s", async (failure, code) => {
    cognito.script("InitiateAuth", asked("s-1"));
    cognito.script("RespondToAuthChallenge", failure);
    await expect(begin()).rejects.toMatchObject({ code });
  });
});

describe("answering a challenge", () => {
  it("goes on with the next session after a wrong answer, and ends with a refusal", async () => {
    cognito.script("RespondToAuthChallenge", asked("s-3"), { error: "NotAuthorizedException" });
    expect([await answer(), await answer()]).toEqual([
      { kind: "wrong", session: "s-3" },
      { kind: "refused" },
    ]);
  });

  it("fails where the pool wants a factor that custom authentication cannot have", async () => {
    cognito.script("RespondToAuthChallenge", { output: { ChallengeName: "SMS_MFA", Session: "s-3" } });
    await expect(answer()).rejects.toMatchObject({ code: "internal" });
  });

  it("fails as an outage when Cognito is down", async () => {
    cognito.script("RespondToAuthChallenge", { error: "InternalErrorException", status: 500 });
    await expect(answer()).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });
});
