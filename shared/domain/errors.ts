/** The error of flows and handlers. `error-facts.ts` has the facts of each code. */
import type { AuthErrorCode } from "./error-facts.js";

/**
 * The only error class that flows and handlers see. Callers compare `code`, never `message`. `SettingsError` stays in the
 * start of a function, and `AwsJsonError` in the adapters.
 */
export class AuthError extends Error {
  readonly code: AuthErrorCode;
  /** How long the caller should wait before a retry, in seconds; rendered as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  /** Names of the request fields that are wrong; never their values. */
  readonly fields: readonly string[];
  /** Table, key and column of a stored value that is missing or of another type. */
  readonly row: string | undefined;

  constructor(
    code: AuthErrorCode,
    options: { cause?: unknown; retryAfterSeconds?: number; fields?: readonly string[]; row?: string } = {},
  ) {
    super(code, options);
    this.name = "AuthError";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fields = options.fields ?? [];
    this.row = options.row;
  }
}

/** A cause, which logs show by its name alone. */
export const namedError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name });

/** Converts any other thrown value to an `internal` error with that value as its cause. */
export const asAuthError = (thrown: unknown): AuthError =>
  thrown instanceof AuthError ? thrown : new AuthError("internal", { cause: thrown });
