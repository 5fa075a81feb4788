/**
 * Password reset by code. Cognito's errors reveal whether a user is unknown, disabled, without a verified
 * address, throttled or unreachable by mail. All of them get the same response, so a caller cannot learn which
 * users exist.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { requestStartMetadata } from "../../domain/request-start.js";
import type { ResetAnswer, UserPool } from "../../ports/index.js";
import { type CognitoStore, failureAsClient } from "./client.js";
import { FROM_TRIGGERS, isOfMail } from "./failure.js";

/** Each of these errors occurs only for some users, so none of them is reported. */
const USER_ERRORS: ReadonlySet<string> = new Set([
  "UserNotFoundException",
  "NotAuthorizedException",
  "InvalidParameterException",
  "UserNotConfirmedException",
  "LimitExceededException",
  "CodeDeliveryFailureException",
  // The triggers run only for users who are mailed a code, or who are migrated.
  ...FROM_TRIGGERS,
]);

export const requestReset = async (
  store: CognitoStore,
  email: string,
  began: Date,
): ReturnType<UserPool["requestReset"]> => {
  const failure = await failureAsClient(store, async () => {
    const SecretHash = await store.secret.hashFor(email);
    return store.client.send(
      new ForgotPasswordCommand({
        ClientId: store.clientId,
        Username: email,
        SecretHash,
        ClientMetadata: requestStartMetadata(began),
      }),
    );
  });
  if (failure === undefined) return "asked";
  if (isOfMail(failure.trigger)) return "withheld";
  // Also a trigger that timed out or could not be called: only names outside the pool run it.
  if (failure.trigger === "UserMigration" || failure.triggerCode === "temporarily_unavailable")
    return "unavailable";
  if (USER_ERRORS.has(failure.name)) return "withheld";
  throw failure.asAuthError();
};

const ANSWERS: Readonly<Record<string, ResetAnswer>> = {
  CodeMismatchException: "invalid_code",
  ExpiredCodeException: "invalid_code",
  UserNotFoundException: "invalid_code",
  NotAuthorizedException: "invalid_code",
  UserNotConfirmedException: "invalid_code",
  InvalidParameterException: "invalid_code",
  LimitExceededException: "invalid_code",
  TooManyFailedAttemptsException: "invalid_code",
  InvalidPasswordException: "weak_password",
  PasswordHistoryPolicyViolationException: "weak_password",
};

export const resetPassword = async (
  store: CognitoStore,
  { email, code, password }: { email: string; code: string; password: string },
): Promise<ResetAnswer> => {
  const failure = await failureAsClient(store, async () => {
    const command = new ConfirmForgotPasswordCommand({
      ClientId: store.clientId,
      Username: email,
      SecretHash: await store.secret.hashFor(email),
      ConfirmationCode: code,
      Password: password,
    });
    return store.client.send(command);
  });
  // PostConfirmation runs after the change, so its failure does not undo the reset.
  if (failure === undefined || FROM_TRIGGERS.has(failure.name)) return "reset";
  const answer = ANSWERS[failure.name];
  if (answer === undefined) throw failure.asAuthError();
  return answer;
};
