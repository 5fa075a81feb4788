/**
 * The user pool through the Cognito API, as a confidential client. Errors are distinguished by name, because
 * their HTTP status and text differ between versions of the service.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
import {
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { UserPool } from "../../ports/index.js";
import { answerChallenge, startChallenge } from "./challenges.js";
import { attemptAsClient, type CognitoStore, failureAsClient } from "./client.js";
import { FROM_TRIGGERS, unmailed } from "./failure.js";
import { setPassword } from "./password.js";
import { requestReset, resetPassword } from "./password-reset.js";
import { sessionFrom } from "./session.js";
import { endSessions, revoke, subOf } from "./sessions.js";
import { signIn } from "./sign-in.js";
import { signUp } from "./sign-up.js";
import { answerStep } from "./steps.js";

export const cognitoUserPool = (store: CognitoStore): UserPool => {
  const { client, clientId, secret } = store;
  return {
    signIn: (email, password, began, counted) => signIn(store, { email, password, began, counted }),
    signUp: (input) => signUp(store, input),
    startChallenge: (username, choice, language) => startChallenge(store, username, choice, language),
    answerStep: (challenge, answer) => answerStep(store, challenge, answer),
    answerChallenge: (input) => answerChallenge(store, input),
    requestReset: (email, began) => requestReset(store, email, began),
    resetPassword: (input) => resetPassword(store, input),
    subOf: (email) => subOf(store, email),
    endSessions: (sub) => endSessions(store, sub),
    confirmSignUp: async (email, code) => {
      const failure = await failureAsClient(store, async () => {
        const SecretHash = await secret.hashFor(email);
        const ClientMetadata = { password: "follows" };
        const input = {
          ClientId: clientId,
          Username: email,
          ConfirmationCode: code,
          SecretHash,
          ClientMetadata,
        };
        return client.send(new ConfirmSignUpCommand(input));
      });
      // PostConfirmation runs after the confirmation, so its failure does not undo it. The flow repeats its work.
      if (failure === undefined || FROM_TRIGGERS.has(failure.name)) return "confirmed";
      if (failure.name === "LimitExceededException") return "limited";
      if (CODE_FAILURES.has(failure.name)) return "invalid_code";
      throw failure.asAuthError();
    },
    resendCode: async (email) => {
      const failure = await failureAsClient(store, async () => {
        const SecretHash = await secret.hashFor(email);
        const input = { ClientId: clientId, Username: email, SecretHash };
        return client.send(new ResendConfirmationCodeCommand(input));
      });
      // Cognito returns InvalidParameter for a confirmed user and may return UserNotFound. Both are reported
      // as success.
      if (failure === undefined) return "sent";
      if (RESEND_SILENT.has(failure.name)) return "withheld";
      // Only triggers that write or send the mail run here.
      const reason = FROM_TRIGGERS.has(failure.name) ? "undelivered" : unmailed(failure);
      if (reason === undefined) throw failure.asAuthError();
      return reason;
    },
    setPassword: (email, password) => setPassword(store, email, password),
    refresh: (refreshToken) => refresh(store, refreshToken),
    revoke: (refreshToken) => revoke(store, refreshToken),
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
const refresh = async (
  store: CognitoStore,
  refreshToken: string,
): Promise<Awaited<ReturnType<UserPool["refresh"]>>> => {
  const { call, clientId, secret } = store;
  const answer = await attemptAsClient(store, async () => {
    const ClientSecret = await secret.reveal();
    return call("GetTokensFromRefreshToken", {
      ClientId: clientId,
      ClientSecret,
      RefreshToken: refreshToken,
    });
  });
  if (answer.kind === "value")
    return { kind: "session", session: sessionFrom(answer.value.AuthenticationResult) };
  if (answer.failure.name === "RefreshTokenReuseException") return { kind: "refused", reason: "reused" };
  if (answer.failure.triggerCode === "invalid_credentials") return { kind: "refused", reason: "suspended" };
  if (REFRESH_REFUSALS.has(answer.failure.name)) return { kind: "refused", reason: "expired" };
  throw answer.failure.asAuthError();
};
