/**
 * The failure of a Cognito call: the error's name and, if a trigger refused, the code in its message
 * ("PreSignUp failed with error … [sign_up_refused]"). A rejected app client gets a separate name: Cognito
 * uses the same error name as for a wrong password, and only the message differs.
 */
import { type AuthErrorCode, isAuthErrorCode } from "../../domain/error-facts.js";
import { AuthError } from "../../domain/errors.js";
import { AwsJsonError } from "../aws/signed-json.js";

export type CognitoFailure = {
  /** Cognito's error name or CLIENT_MISCONFIGURED. */
  readonly name: string;
  readonly triggerCode: AuthErrorCode | undefined;
  /** True if Cognito checked no password, because the user is locked after wrong ones. */
  readonly locked: boolean;
  /** The trigger that refused or failed, by its name in LambdaConfig. */
  readonly trigger: string | undefined;
  /** The failure as an `AuthError`, for callers without a more specific code. */
  asAuthError(): AuthError;
};

/**
 * The client secret is wrong, or the auth flow is not enabled for the client. The user did not cause this.
 */
export const CLIENT_MISCONFIGURED = "ClientMisconfigured";

export type Attempt<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "failure"; readonly failure: CognitoFailure };

/**
 * Why a code was not mailed: too many for this user, or the message failed. Only users of the pool are mailed codes, so
 * a caller must not see these errors. Undefined for another failure.
 */
export const unmailed = ({ name, trigger }: CognitoFailure): "limited" | "undelivered" | undefined => {
  if (name === "LimitExceededException") return "limited";
  return name === "CodeDeliveryFailureException" || isOfMail(trigger) ? "undelivered" : undefined;
};

/** The triggers that write or send a mail. */
const MAILERS: ReadonlySet<string> = new Set(["CustomMessage", "CustomEmailSender", "CustomSMSSender"]);
export const isOfMail = (trigger: string | undefined): boolean =>
  trigger !== undefined && MAILERS.has(trigger);

/**
 * Runs a call and returns its value or its failure. An `AuthError` does not come from Cognito and is
 * rethrown.
 */
export const attempt = async <T>(call: () => Promise<T>): Promise<Attempt<T>> => {
  try {
    return { kind: "value", value: await call() };
  } catch (error) {
    if (error instanceof AuthError) throw error;
    return { kind: "failure", failure: describe(error) };
  }
};

const THROTTLED: ReadonlySet<string> = new Set([
  "TooManyRequestsException",
  "LimitExceededException",
  "TooManyFailedAttemptsException",
]);

// Parameters rejected here come from the caller, whether the product validated them or not.
const CODES: Readonly<Record<string, AuthErrorCode>> = {
  InvalidParameterException: "invalid_request",
  InvalidPasswordException: "weak_password",
  CodeMismatchException: "invalid_code",
  ExpiredCodeException: "invalid_code",
};

const LOCKED = /^password attempts exceeded/i;

const THROTTLED_RETRY_SECONDS = 60;

// "Unable to verify secret hash for client …", "Client … is configured with secret but SECRET_HASH was not
// received", "USER_PASSWORD_AUTH flow not enabled for this client", "Auth flow not enabled for this client".
const NOT_THE_CLIENT = /unable to verify secret|secret_hash was not received|flow (is )?not enabled/i;
const MISTAKEN: ReadonlySet<string> = new Set([
  "NotAuthorizedException",
  "InvalidParameterException",
  "UnauthorizedException",
  "InvalidClientException",
]);

const nameOf = (error: unknown, message: string): string => {
  if (!(error instanceof Error)) return "unknown";
  return MISTAKEN.has(error.name) && NOT_THE_CLIENT.test(message) ? CLIENT_MISCONFIGURED : error.name;
};

/** What Cognito says, with and without the SDK. */
const messageOf = (error: unknown): string => {
  if (!(error instanceof AwsJsonError)) return error instanceof Error ? error.message : "";
  const { message } = error.body;
  return typeof message === "string" ? message : "";
};

const describe = (error: unknown): CognitoFailure => {
  const message = messageOf(error);
  const name = nameOf(error, message);
  return {
    name,
    triggerCode: name === "UserLambdaValidationException" ? triggerCode(message) : undefined,
    trigger: FROM_TRIGGERS.has(name) ? TRIGGER.exec(message)?.[1] : undefined,
    locked: name === "NotAuthorizedException" && LOCKED.test(message),
    asAuthError: () =>
      THROTTLED.has(name)
        ? new AuthError("too_many_requests", { cause: error, retryAfterSeconds: THROTTLED_RETRY_SECONDS })
        : new AuthError(CODES[name] ?? "temporarily_unavailable", { cause: error }),
  };
};

/** A trigger refused, failed, or could not be called. */
export const FROM_TRIGGERS: ReadonlySet<string> = new Set([
  "UserLambdaValidationException",
  "UnexpectedLambdaException",
  "InvalidLambdaResponseException",
]);
// "UserMigration failed with error …" from a function; "UserMigration invocation failed due to error …" without one: it is
// missing, throttled, or may not be called.
const TRIGGER = /^(\w+) (?:invocation )?failed\b/;

const triggerCode = (message: string): AuthErrorCode | undefined => {
  const code = /\[([a-z_]+)\]\.?$/.exec(message.trim())?.[1];
  return code !== undefined && isAuthErrorCode(code) ? code : undefined;
};
