/**
 * The user pool through Amazon Cognito's API, as a confidential client. Errors are told apart by
 * name only: their HTTP status and text differ between versions of the service.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
import {
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../domain/errors.js";
import type { SignInAnswer, SignUpAnswer, UserPool } from "../ports.js";
import { answerChallenge, startChallenge } from "./cognito-challenges.js";
import type { ClientSecret } from "./cognito-client-secret.js";
import { attempt, failureOf } from "./cognito-failure.js";
import { sessionFrom } from "./cognito-session.js";

export type CognitoStore = {
  readonly client: CognitoIdentityProviderClient;
  readonly clientId: string;
  readonly secret: ClientSecret;
};

export const cognitoUserPool = (store: CognitoStore): UserPool => {
  const { client, clientId, secret } = store;
  return {
    signIn: (email, password) => signIn(store, email, password),
    signUp: (input) => signUp(store, input),
    startChallenge: (username, choice, language) => startChallenge(store, username, choice, language),
    answerChallenge: (input) => answerChallenge(store, input),
    confirmSignUp: async (email, code) => {
      const SecretHash = await secret.hashFor(email);
      const input = { ClientId: clientId, Username: email, ConfirmationCode: code, SecretHash };
      const failure = await failureOf(() => client.send(new ConfirmSignUpCommand(input)));
      if (failure === undefined) return "confirmed";
      if (CODE_FAILURES.has(failure.name)) return "invalid_code";
      throw failure.asAuthError();
    },
    resendCode: async (email) => {
      const SecretHash = await secret.hashFor(email);
      const input = { ClientId: clientId, Username: email, SecretHash };
      const failure = await failureOf(() => client.send(new ResendConfirmationCodeCommand(input)));
      // A confirmed user is InvalidParameter, an unknown one may be UserNotFound: both look like a success.
      if (failure && !RESEND_SILENT.has(failure.name)) throw failure.asAuthError();
    },
    refresh: async (refreshToken) => {
      const ClientSecret = await secret.reveal();
      const input = { ClientId: clientId, ClientSecret, RefreshToken: refreshToken };
      const answer = await attempt(() => client.send(new GetTokensFromRefreshTokenCommand(input)));
      if (answer.kind === "value")
        return { kind: "session", session: sessionFrom(answer.value.AuthenticationResult) };
      if (answer.failure.name === "RefreshTokenReuseException") return { kind: "refused", reason: "reused" };
      if (answer.failure.triggerCode === "invalid_credentials")
        return { kind: "refused", reason: "suspended" };
      if (REFRESH_REFUSALS.has(answer.failure.name)) return { kind: "refused", reason: "expired" };
      throw answer.failure.asAuthError();
    },
    signOutEverywhere: async (accessToken) => {
      const failure = await failureOf(() =>
        client.send(new GlobalSignOutCommand({ AccessToken: accessToken })),
      );
      if (failure && failure.name !== "NotAuthorizedException") throw failure.asAuthError();
    },
    revoke: async (refreshToken) => {
      const ClientSecret = await secret.reveal();
      const input = { ClientId: clientId, ClientSecret, Token: refreshToken };
      const failure = await failureOf(() => client.send(new RevokeTokenCommand(input)));
      if (failure && !REVOKE_SILENT.has(failure.name)) throw failure.asAuthError();
    },
  };
};

const CODE_FAILURES: ReadonlySet<string> = new Set([
  "CodeMismatchException",
  "ExpiredCodeException",
  "UserNotFoundException",
  "NotAuthorizedException",
  "AliasExistsException",
  "TooManyFailedAttemptsException",
  "InvalidParameterException",
]);
const RESEND_SILENT: ReadonlySet<string> = new Set([
  "InvalidParameterException",
  "UserNotFoundException",
  "NotAuthorizedException",
]);
const REFRESH_REFUSALS: ReadonlySet<string> = new Set([
  "NotAuthorizedException",
  "UserNotFoundException",
  "InvalidParameterException",
]);
// A token that is already dead, or never was one, leaves nothing to revoke.
const REVOKE_SILENT: ReadonlySet<string> = new Set([
  "UnauthorizedException",
  "UnsupportedTokenTypeException",
  "InvalidParameterException",
  "NotAuthorizedException",
]);

const SIGN_IN_REFUSALS: Readonly<Record<string, Exclude<SignInAnswer["kind"], "session">>> = {
  NotAuthorizedException: "refused",
  UserNotFoundException: "refused",
  InvalidParameterException: "refused",
  UserNotConfirmedException: "not_confirmed",
  PasswordResetRequiredException: "reset_required",
};

const signIn = async (
  { client, clientId, secret }: CognitoStore,
  email: string,
  password: string,
): Promise<SignInAnswer> => {
  const SECRET_HASH = await secret.hashFor(email);
  const command = new InitiateAuthCommand({
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH },
  });
  const answer = await attempt(() => client.send(command));
  if (answer.kind === "value") {
    if (answer.value.ChallengeName !== undefined) return { kind: "challenge" };
    return { kind: "session", session: sessionFrom(answer.value.AuthenticationResult) };
  }
  const { failure } = answer;
  if (failure.triggerCode === "temporarily_unavailable") return { kind: "unavailable" };
  if (failure.triggerCode === "invalid_credentials") return { kind: "denied" };
  const refusal = SIGN_IN_REFUSALS[failure.name];
  if (refusal === undefined) throw failure.asAuthError();
  return { kind: refusal };
};

const signUp = async (
  { client, clientId, secret }: CognitoStore,
  { email, password, name }: Parameters<UserPool["signUp"]>[0],
): Promise<SignUpAnswer> => {
  const command = new SignUpCommand({
    ClientId: clientId,
    Username: email,
    Password: password,
    SecretHash: await secret.hashFor(email),
    UserAttributes: [
      { Name: "email", Value: email },
      ...(name === undefined ? [] : [{ Name: "name", Value: name }]),
    ],
  });
  const answer = await attempt(() => client.send(command));
  if (answer.kind === "value") {
    if (answer.value.UserSub === undefined) throw new AuthError("internal");
    return { kind: "created", sub: answer.value.UserSub, confirmed: answer.value.UserConfirmed === true };
  }
  const { failure } = answer;
  if (failure.name === "UsernameExistsException" || failure.name === "AliasExistsException")
    return { kind: "exists" };
  if (failure.name === "InvalidPasswordException") return { kind: "weak_password" };
  if (failure.triggerCode === "sign_up_refused") return { kind: "refused" };
  if (failure.triggerCode === "temporarily_unavailable") return { kind: "unavailable" };
  throw failure.asAuthError();
};
