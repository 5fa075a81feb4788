/**
 * Every way through the user pool that runs triggers, with the packaged functions of the service behind them: which of them
 * ran, that none failed, and what the audit stream says of it. Paths with separate endpoints have separate suites.
 */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUpdateUserAttributesCommand,
  type AuthenticationResultType,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { castLegacyActor } from "../../local/story/cast.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";

const password = "Path-Walker-1!";
const next = "Path-Walker-2!";

let stack: RunningStack;
let stop: () => Promise<void>;
let caller: PoolCaller;
/** A client for browsers, with flows that the service's own client does not allow. */
let browserClient: string;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  caller = await poolCaller(stack);
  const { UserPoolClient } = await caller.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: pool(),
      ClientName: "browser",
      ExplicitAuthFlows: [
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
      ],
    }),
  );
  browserClient = UserPoolClient?.ClientId ?? "";
}, 120_000);
afterAll(() => stop());

const pool = () => stack.describe().pool.id;
let users = 0;
const newcomer = () => `path-${++users}-${Date.now()}@example.com`;
const codeFor = (to: string): string => stack.inbox.list({ to })[0]?.code ?? "no code";

/** What ran while `work` did, in order; a trigger that failed shows as such. */
const ran = async <T>(work: () => Promise<T>): Promise<{ sources: string[]; answer: T }> => {
  const before = stack.userPool.invocations().at(-1)?.sequence ?? 0;
  const answer = await work();
  const sources = stack.userPool
    .invocations(before)
    .map(({ triggerSource, error }) => (error === undefined ? triggerSource : `${triggerSource}: ${error}`));
  return { sources, answer };
};

const signUp = (email: string) =>
  caller.cognito.send(
    new SignUpCommand({
      ...caller.named(email),
      Password: password,
      UserAttributes: [{ Name: "email", Value: email }],
    }),
  );

const confirmed = async (): Promise<string> => {
  const email = newcomer();
  await signUp(email);
  await caller.cognito.send(
    new ConfirmSignUpCommand({ ...caller.named(email), ConfirmationCode: codeFor(email) }),
  );
  return email;
};

const byPassword = (email: string, PASSWORD = password) => {
  const { ClientId, SecretHash: SECRET_HASH } = caller.named(email);
  const AuthParameters = { USERNAME: email, PASSWORD, SECRET_HASH };
  return caller.cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
};

const userIdIn = ({ AccessToken = "" }: AuthenticationResultType = {}): string =>
  (claimsOf(AccessToken) as { user_id: string }).user_id;

const eventsOf = async (userId: string): Promise<string[]> => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  return events
    .filter(({ detail }) => detail.unmapped.subject === `user:${userId}`)
    .sort((one, other) => one.detail.metadata.sequence - other.detail.metadata.sequence)
    .map((event) => event["detail-type"]);
};

const before = "PreAuthentication_Authentication";
const after = "PostAuthentication_Authentication";
const tokens = "TokenGeneration_Authentication";

it("a sign-up without our endpoints, with a second code, a confirmation and a sign-in, creates one user", async () => {
  const email = newcomer();
  expect((await ran(() => signUp(email))).sources).toEqual(["PreSignUp_SignUp", "CustomMessage_SignUp"]);
  const resend = new ResendConfirmationCodeCommand(caller.named(email));
  expect((await ran(() => caller.cognito.send(resend))).sources).toEqual(["CustomMessage_ResendCode"]);
  const confirm = new ConfirmSignUpCommand({ ...caller.named(email), ConfirmationCode: codeFor(email) });
  expect((await ran(() => caller.cognito.send(confirm))).sources).toEqual(["PostConfirmation_ConfirmSignUp"]);
  const { sources, answer } = await ran(() => byPassword(email));
  expect(sources).toEqual([before, after, tokens]);
  expect(await eventsOf(userIdIn(answer.AuthenticationResult))).toEqual([
    "signup.requested",
    "user.confirmed",
  ]);
});

it("a user confirmed by an administrator also has a profile", async () => {
  const email = newcomer();
  await signUp(email);
  const confirm = new AdminConfirmSignUpCommand({ UserPoolId: pool(), Username: email });
  expect((await ran(() => caller.cognito.send(confirm))).sources).toEqual(["PostConfirmation_ConfirmSignUp"]);
  const { AuthenticationResult } = await byPassword(email);
  expect(await eventsOf(userIdIn(AuthenticationResult))).toEqual(["signup.requested", "user.confirmed"]);
});

it("a user created by an administrator gets a profile at the first sign-in", async () => {
  const email = newcomer();
  const invite = new AdminCreateUserCommand({
    UserPoolId: pool(),
    Username: email,
    TemporaryPassword: password,
    DesiredDeliveryMediums: ["EMAIL"],
    UserAttributes: [
      { Name: "email", Value: email },
      { Name: "email_verified", Value: "true" },
    ],
  });
  expect((await ran(() => caller.cognito.send(invite))).sources).toEqual([
    "PreSignUp_AdminCreateUser",
    "CustomMessage_AdminCreateUser",
  ]);
  const { sources, answer } = await ran(async () => {
    const client = { UserPoolId: pool(), ClientId: browserClient };
    const AuthParameters = { USERNAME: email, PASSWORD: password };
    const begun = await caller.cognito.send(
      new AdminInitiateAuthCommand({ ...client, AuthFlow: "ADMIN_USER_PASSWORD_AUTH", AuthParameters }),
    );
    const { ChallengeName, Session } = begun;
    const ChallengeResponses = { USERNAME: email, NEW_PASSWORD: next };
    return caller.cognito.send(
      new AdminRespondToAuthChallengeCommand({ ...client, ChallengeName, Session, ChallengeResponses }),
    );
  });
  expect(sources).toEqual([before, after, "TokenGeneration_NewPasswordChallenge"]);
  expect(await eventsOf(userIdIn(answer.AuthenticationResult))).toEqual(["user.provisioned"]);
});

it("SRP by amazon-cognito-identity-js, and both ways to renew, carry the same claims", async () => {
  const email = await confirmed();
  const user = new CognitoUser({
    Username: email,
    Pool: new CognitoUserPool({
      UserPoolId: pool(),
      ClientId: browserClient,
      endpoint: stack.describe().urls.cognito,
    }),
  });
  const bySrp = () =>
    new Promise<string>((resolve, reject) => {
      user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), {
        onSuccess: (session) => resolve(session.getRefreshToken().getToken()),
        onFailure: reject,
      });
    });
  const signedIn = await ran(bySrp);
  expect(signedIn.sources).toEqual([before, after, tokens]);

  const renew = new InitiateAuthCommand({
    ClientId: browserClient,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: signedIn.answer },
  });
  const renewed = await ran(() => caller.cognito.send(renew));
  expect(renewed.sources).toEqual(["TokenGeneration_RefreshTokens"]);
  const exchange = new GetTokensFromRefreshTokenCommand({
    ClientId: browserClient,
    RefreshToken: signedIn.answer,
  });
  const exchanged = await ran(() => caller.cognito.send(exchange));
  expect(exchanged.sources).toEqual([tokens]);
  expect(userIdIn(exchanged.answer.AuthenticationResult)).toBe(userIdIn(renewed.answer.AuthenticationResult));
});

it("a password reset by the user or an administrator creates no second profile", async () => {
  const email = await confirmed();
  const userId = userIdIn((await byPassword(email)).AuthenticationResult);
  const known = await eventsOf(userId);
  const forgot = new ForgotPasswordCommand(caller.named(email));
  expect((await ran(() => caller.cognito.send(forgot))).sources).toEqual(["CustomMessage_ForgotPassword"]);
  const choose = new ConfirmForgotPasswordCommand({
    ...caller.named(email),
    ConfirmationCode: codeFor(email),
    Password: next,
  });
  expect((await ran(() => caller.cognito.send(choose))).sources).toEqual([
    "PostConfirmation_ConfirmForgotPassword",
  ]);
  const reset = new AdminResetUserPasswordCommand({ UserPoolId: pool(), Username: email });
  expect((await ran(() => caller.cognito.send(reset))).sources).toEqual(["CustomMessage_ForgotPassword"]);
  expect(await eventsOf(userId)).toEqual([...known, "password.reset"]);
});

it("mails for a changed and a verified address have our texts", async () => {
  const email = await confirmed();
  const other = newcomer();
  const change = new AdminUpdateUserAttributesCommand({
    UserPoolId: pool(),
    Username: email,
    UserAttributes: [{ Name: "email", Value: other }],
  });
  const { AuthenticationResult } = await byPassword(email);
  const verify = new GetUserAttributeVerificationCodeCommand({
    AccessToken: AuthenticationResult?.AccessToken ?? "",
    AttributeName: "email",
  });
  expect((await ran(() => caller.cognito.send(verify))).sources).toEqual([
    "CustomMessage_VerifyUserAttribute",
  ]);
  expect((await ran(() => caller.cognito.send(change))).sources).toEqual([
    "CustomMessage_UpdateUserAttribute",
  ]);
});

it("a migration at sign-in, and one at a password reset, each create one identity", async () => {
  const atSignIn = await castLegacyActor(stack.describe());
  const { sources, answer } = await ran(() => byPassword(atSignIn.email, atSignIn.password));
  expect(sources).toEqual([
    before,
    "UserMigration_Authentication",
    "PreSignUp_AdminCreateUser",
    after,
    tokens,
  ]);
  expect(userIdIn(answer.AuthenticationResult)).toBe(atSignIn.userId);
  expect(await eventsOf(atSignIn.userId)).toEqual(["migration.approved", "migration.completed"]);

  const forgetful = await castLegacyActor(stack.describe());
  const forgot = new ForgotPasswordCommand(caller.named(forgetful.email));
  expect((await ran(() => caller.cognito.send(forgot))).sources).toEqual([
    "UserMigration_ForgotPassword",
    "PreSignUp_AdminCreateUser",
    "CustomMessage_ForgotPassword",
  ]);
  const ConfirmationCode = codeFor(forgetful.email);
  const choose = new ConfirmForgotPasswordCommand({
    ...caller.named(forgetful.email),
    ConfirmationCode,
    Password: next,
  });
  await caller.cognito.send(choose);
  const { AuthenticationResult } = await byPassword(forgetful.email, next);
  expect(userIdIn(AuthenticationResult)).toBe(forgetful.userId);
  expect(await eventsOf(forgetful.userId)).toEqual([
    "migration.approved",
    "password.reset",
    "migration.completed",
  ]);
});
