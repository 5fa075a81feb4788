/**
 * The closed set of error codes, and one table with the public facts of each: HTTP status (RFC 9110), public
 * text, log level and whether a retry can help. docs/errors.md is generated from this table.
 */

export type AuthErrorCode =
  | "invalid_request"
  | "unsupported_media_type"
  | "payload_too_large"
  | "not_found"
  | "invalid_credentials"
  | "invalid_key"
  | "invalid_token"
  | "user_not_confirmed"
  | "password_reset_required"
  | "invalid_code"
  | "step_up_required"
  | "weak_password"
  | "sign_up_refused"
  | "federation_refused"
  | "captcha_failed"
  | "invitation_required"
  | "invitation_invalid"
  | "session_expired"
  | "cross_site"
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
  /** Public text. It never depends on the input or on the internal cause. */
  readonly words: string;
  /** What the caller can do, in addition to the words. */
  readonly hint?: string;
  readonly logLevel: "info" | "warn" | "error";
  /** `later`: the same request may succeed; `changed`: only another request can; `no`: neither. */
  readonly retry: "later" | "changed" | "no";
  /** `Retry-After` of an error that names no time itself. */
  readonly retryAfterSeconds?: number;
};

export const ERROR_FACTS = {
  invalid_request: {
    status: 400,
    words: "The request is incomplete or malformed.",
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
    words: "Not found.",
    logLevel: "info",
    retry: "no",
  },
  invalid_credentials: {
    status: 401,
    words: "Incorrect email or password",
    logLevel: "info",
    retry: "changed",
  },
  invalid_token: {
    status: 401,
    words: "Invalid token",
    logLevel: "info",
    retry: "changed",
  },
  invalid_key: {
    status: 401,
    words: "Invalid API key",
    logLevel: "info",
    retry: "changed",
  },
  user_not_confirmed: {
    status: 403,
    words: "User has not confirmed their email",
    hint: "Confirm the address with the mailed code. Request a new code with POST /api/account/resend. If none arrives, reset the password with POST /api/account/forgot.",
    logLevel: "info",
    retry: "changed",
  },
  password_reset_required: {
    status: 403,
    words: "Reset your password before you sign in.",
    logLevel: "info",
    retry: "changed",
  },
  invalid_code: {
    status: 400,
    words: "The code is incorrect or has expired. Request a new one.",
    logLevel: "info",
    retry: "changed",
  },
  step_up_required: {
    status: 403,
    words: "Verify your identity to continue",
    logLevel: "info",
    retry: "changed",
  },
  weak_password: {
    status: 400,
    words:
      "The password must have 8 to 256 characters, with an upper-case letter, a lower-case letter, a digit and a symbol, and no space at either end.",
    logLevel: "info",
    retry: "changed",
  },
  sign_up_refused: {
    status: 403,
    words: "Sign-up is not available for this email address.",
    logLevel: "info",
    retry: "no",
  },
  federation_refused: {
    status: 403,
    words: "You cannot sign in with this provider. Use another way to sign in.",
    logLevel: "info",
    retry: "no",
  },
  invitation_required: {
    status: 403,
    words: "Sign-up requires an invitation. Open the most recent invitation email.",
    logLevel: "info",
    retry: "changed",
  },
  invitation_invalid: {
    status: 400,
    words: "This invitation has expired or is for another user. Request a new one.",
    logLevel: "info",
    retry: "changed",
  },
  captcha_failed: {
    status: 403,
    words: "The captcha check failed. Try again.",
    logLevel: "info",
    retry: "changed",
  },
  session_expired: {
    status: 401,
    words: "Your session has expired. Sign in again.",
    logLevel: "info",
    retry: "changed",
  },
  cross_site: {
    status: 403,
    words: "Only a page of this site can send this request.",
    hint: "A page of the site sends the header x-csrf: 1. Other applications use tokens instead of the cookie.",
    logLevel: "warn",
    retry: "changed",
  },
  forbidden: {
    status: 403,
    words: "You do not have access to this account.",
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
    words: "An account needs at least one owner. Make another member an owner first.",
    logLevel: "info",
    retry: "changed",
  },
  account_creation_closed: {
    status: 403,
    words: "Only operators can create accounts. Request an invitation.",
    logLevel: "info",
    retry: "no",
  },
  permission_required: {
    status: 403,
    words: "You do not have the required permission.",
    logLevel: "info",
    retry: "no",
  },
  conflict: {
    status: 409,
    words: "The request conflicts with the current state. Reload and try again.",
    logLevel: "info",
    retry: "changed",
  },
  too_many_requests: {
    status: 429,
    words: "Too many attempts. Wait and try again.",
    logLevel: "warn",
    retry: "later",
  },
  temporarily_unavailable: {
    status: 503,
    words: "The service is temporarily unavailable. Try again shortly.",
    logLevel: "error",
    retry: "later",
    retryAfterSeconds: 30,
  },
  internal: {
    status: 500,
    words: "An internal error occurred.",
    logLevel: "error",
    retry: "later",
  },
} as const satisfies Record<AuthErrorCode, ErrorFacts>;

export const isAuthErrorCode = (value: string): value is AuthErrorCode => Object.hasOwn(ERROR_FACTS, value);
