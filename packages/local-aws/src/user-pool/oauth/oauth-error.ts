/** Errors in the form of RFC 6749, and the mapping of pool errors to them. */
import { LocalAwsError } from "../../local-aws-error.js";
import { CognitoError } from "../errors.js";
import { json, type OAuthAnswer } from "./exchange.js";

type OAuthErrorCode =
  | "invalid_client"
  | "invalid_grant"
  | "invalid_request"
  | "invalid_scope"
  | "login_required"
  | "server_error"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_token_type";

export class OAuthError extends LocalAwsError {
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, description: string, options?: ErrorOptions) {
    super(description, options);
    this.code = code;
  }
}

const ofTriggers = [
  "UserLambdaValidationException",
  "InvalidLambdaResponseException",
  "UnexpectedLambdaException",
];

/**
 * A trigger error becomes invalid_request, as applications expect. An error about the user becomes
 * invalid_grant.
 */
export function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (!(error instanceof CognitoError) || error.code === "InternalErrorException") throw error;
  const code = ofTriggers.includes(error.code) ? "invalid_request" : "invalid_grant";
  return new OAuthError(code, error.message, { cause: error });
}

export const errorJson = ({ code, message }: OAuthError, status = 400): OAuthAnswer =>
  json(status, { error: code, error_description: message });
