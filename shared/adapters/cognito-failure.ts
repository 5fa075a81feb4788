/**
 * What went wrong in a Cognito call: the error's name, and, when one of our triggers refused, the
 * code in its words ("PreSignUp failed with error … [sign_up_refused]").
 */
import { AuthError, type AuthErrorCode, isAuthErrorCode } from "../domain/errors.js";

export type CognitoFailure = {
  readonly name: string;
  readonly triggerCode: AuthErrorCode | undefined;
  /** The failure for callers who have no better word for it. */
  asAuthError(): AuthError;
};

/** Runs a call and answers its failure; undefined when it succeeded. */
export const failureOf = async (call: () => Promise<unknown>): Promise<CognitoFailure | undefined> => {
  const answer = await attempt(call);
  return answer.kind === "failure" ? answer.failure : undefined;
};

/** Runs a call and answers its value or its failure. */
export const attempt = async <T>(
  call: () => Promise<T>,
): Promise<{ kind: "value"; value: T } | { kind: "failure"; failure: CognitoFailure }> => {
  try {
    return { kind: "value", value: await call() };
  } catch (error) {
    return { kind: "failure", failure: describe(error) };
  }
};

const THROTTLED: ReadonlySet<string> = new Set([
  "TooManyRequestsException",
  "LimitExceededException",
  "TooManyFailedAttemptsException",
]);

// A refused parameter at this point is one that the caller gave, checked or not by us.
const CODES: Readonly<Record<string, AuthErrorCode>> = {
  InvalidParameterException: "invalid_request",
  InvalidPasswordException: "weak_password",
  CodeMismatchException: "invalid_code",
  ExpiredCodeException: "invalid_code",
};

const THROTTLED_RETRY_SECONDS = 60;

const describe = (error: unknown): CognitoFailure => {
  const name = error instanceof Error ? error.name : "unknown";
  return {
    name,
    triggerCode:
      error instanceof Error && name === "UserLambdaValidationException"
        ? triggerCode(error.message)
        : undefined,
    asAuthError: () =>
      THROTTLED.has(name)
        ? new AuthError("too_many_requests", { cause: error, retryAfterSeconds: THROTTLED_RETRY_SECONDS })
        : new AuthError(CODES[name] ?? "temporarily_unavailable", { cause: error }),
  };
};

const triggerCode = (message: string): AuthErrorCode | undefined => {
  const code = /\[([a-z_]+)\]\.?$/.exec(message.trim())?.[1];
  return code !== undefined && isAuthErrorCode(code) ? code : undefined;
};
