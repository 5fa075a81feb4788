/**
 * The closed set of ways in which a request can fail, and the one table of what each means to the
 * outside: HTTP status (RFC 9110), public words, log level and whether a retry can help.
 * docs/errors.md is generated from this table.
 */

export type AuthErrorCode =
  | "invalid_request"
  | "unsupported_media_type"
  | "payload_too_large"
  | "not_found"
  | "invalid_credentials"
  | "invalid_key"
  | "user_not_confirmed"
  | "password_reset_required"
  | "challenge_required"
  | "invalid_code"
  | "step_up_required"
  | "weak_password"
  | "sign_up_refused"
  | "federation_refused"
  | "captcha_failed"
  | "invitation_required"
  | "invitation_invalid"
  | "session_expired"
  | "forbidden"
  | "role_required"
  | "owner_required"
  | "last_owner"
  | "account_creation_closed"
  | "permission_required"
  | "conflict"
  | "too_many_requests"
  | "temporarily_unavailable"
  | "internal";

export type ErrorFacts = {
  readonly status: number;
  /** Words that anybody may read: they never depend on the input or on what went wrong inside. */
  readonly words: string;
  readonly logLevel: "info" | "warn" | "error";
  /** `later`: the same request may succeed; `changed`: only another request can; `no`: neither. */
  readonly retry: "later" | "changed" | "no";
};

export const ERROR_FACTS = {
  invalid_request: {
    status: 400,
    words: "The request is not complete or not well formed.",
    logLevel: "info",
    retry: "changed",
  },
  unsupported_media_type: {
    status: 415,
    words: "Send the request as application/json.",
    logLevel: "info",
    retry: "changed",
  },
  payload_too_large: {
    status: 413,
    words: "The request is too large.",
    logLevel: "info",
    retry: "changed",
  },
  not_found: {
    status: 404,
    words: "There is nothing at this address.",
    logLevel: "info",
    retry: "no",
  },
  invalid_credentials: {
    status: 401,
    words: "The e-mail address or the password is not right.",
    logLevel: "info",
    retry: "changed",
  },
  invalid_key: {
    status: 401,
    words: "The API key is not good.",
    logLevel: "info",
    retry: "changed",
  },
  user_not_confirmed: {
    status: 403,
    words: "This account is not confirmed yet. Enter the code that was sent to you.",
    logLevel: "info",
    retry: "changed",
  },
  password_reset_required: {
    status: 403,
    words: "Choose a new password before you sign in.",
    logLevel: "info",
    retry: "changed",
  },
  challenge_required: {
    status: 403,
    words: "This account needs a further step to sign in that is not available here.",
    logLevel: "warn",
    retry: "no",
  },
  invalid_code: {
    status: 400,
    words: "The code is not right or is no longer valid. Ask for a new one.",
    logLevel: "info",
    retry: "changed",
  },
  step_up_required: {
    status: 403,
    words: "Confirm once more that it is you, then try again.",
    logLevel: "info",
    retry: "changed",
  },
  weak_password: {
    status: 400,
    words:
      "The password must have at least 8 characters with an upper-case letter, a lower-case letter, a digit and a symbol.",
    logLevel: "info",
    retry: "changed",
  },
  sign_up_refused: {
    status: 403,
    words: "Sign-up is not open to this address.",
    logLevel: "info",
    retry: "no",
  },
  federation_refused: {
    status: 403,
    words: "Signing in with this provider is not possible. Sign in another way.",
    logLevel: "info",
    retry: "no",
  },
  invitation_required: {
    status: 403,
    words: "Sign-up needs an invitation. Open the newest one that was sent to you.",
    logLevel: "info",
    retry: "changed",
  },
  invitation_invalid: {
    status: 400,
    words: "This invitation is not valid any more, or not for you. Ask for a new one.",
    logLevel: "info",
    retry: "changed",
  },
  captcha_failed: {
    status: 403,
    words: "The check that tells people from machines did not succeed. Try it again.",
    logLevel: "info",
    retry: "changed",
  },
  session_expired: {
    status: 401,
    words: "The session is over. Sign in again.",
    logLevel: "info",
    retry: "changed",
  },
  forbidden: {
    status: 403,
    words: "You have no access to this account.",
    logLevel: "info",
    retry: "no",
  },
  role_required: {
    status: 403,
    words: "Your role in this account does not allow this.",
    logLevel: "info",
    retry: "no",
  },
  owner_required: {
    status: 403,
    words: "Only an owner of this account can do this.",
    logLevel: "info",
    retry: "no",
  },
  last_owner: {
    status: 409,
    words: "An account keeps at least one owner. Make somebody else an owner first.",
    logLevel: "info",
    retry: "changed",
  },
  account_creation_closed: {
    status: 403,
    words: "Accounts are made by operators here. Ask for an invitation.",
    logLevel: "info",
    retry: "no",
  },
  permission_required: {
    status: 403,
    words: "You do not have the permission that this needs.",
    logLevel: "info",
    retry: "no",
  },
  conflict: {
    status: 409,
    words: "This is not possible in the present state, which may have changed meanwhile.",
    logLevel: "info",
    retry: "changed",
  },
  too_many_requests: {
    status: 429,
    words: "There were too many attempts. Wait a while and try again.",
    logLevel: "warn",
    retry: "later",
  },
  temporarily_unavailable: {
    status: 503,
    words: "Signing in is not possible at this moment. Nothing was changed; try again shortly.",
    logLevel: "error",
    retry: "later",
  },
  internal: {
    status: 500,
    words: "Something went wrong on our side.",
    logLevel: "error",
    retry: "later",
  },
} as const satisfies Record<AuthErrorCode, ErrorFacts>;

/** The only error class of the product. Callers compare `code`, never `message`. */
export class AuthError extends Error {
  readonly code: AuthErrorCode;
  /** How long the caller should wait before a retry, in seconds; rendered as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  /** Names of the request fields that are wrong; never their values. */
  readonly fields: readonly string[];

  constructor(
    code: AuthErrorCode,
    options: { cause?: unknown; retryAfterSeconds?: number; fields?: readonly string[] } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AuthError";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fields = options.fields ?? [];
  }
}

/** Anything that is not an `AuthError` becomes `internal`, with what was thrown as its cause. */
export const asAuthError = (thrown: unknown): AuthError =>
  thrown instanceof AuthError ? thrown : new AuthError("internal", { cause: thrown });

export const isAuthErrorCode = (value: string): value is AuthErrorCode => Object.hasOwn(ERROR_FACTS, value);
