/**
 * Maps failures between the pool and a provider to the errors that the application gets (developer guide,
 * "Managed login and federation error responses"). They contain nothing of tokens or of the exchange.
 */

import * as oidc from "openid-client";
import { LocalAwsError } from "../../local-aws-error.js";
import { CognitoError } from "../errors.js";
import { OAuthError } from "../oauth/oauth-error.js";

export interface ReturnedError {
  readonly error: string;
  readonly description: string;
}

/** Rethrows defects of this program. */
export function returnedErrorOf(provider: string, error: unknown): ReturnedError {
  if (error instanceof OAuthError) return { error: error.code, description: error.message };
  if (error instanceof CognitoError && error.code !== "InternalErrorException") {
    return { error: "invalid_request", description: error.message };
  }
  if (error instanceof oidc.AuthorizationResponseError) return said(provider, 400, error);
  if (error instanceof oidc.ResponseBodyError) return said(provider, error.status, error);
  const cause = error instanceof oidc.ClientError ? (error.cause ?? error) : error;
  if (cause instanceof Unreachable) return { error: "server_error", description: cause.message };
  if (error instanceof oidc.ClientError || error instanceof oidc.WWWAuthenticateChallengeError) {
    return unusable(provider);
  }
  throw error;
}

const unusable = (provider: string): ReturnedError => ({
  error: "invalid_request",
  description: `${provider} Error - the answer of the provider is not acceptable`,
});

interface SaidError {
  readonly error: string;
  readonly error_description?: string;
}

function said(provider: string, status: number, { error, error_description: more }: SaidError) {
  // Checks the characters of RFC 6749, appendix A.7 and A.8, and a length that fits a redirect URI.
  if (!/^[\x20\x21\x23-\x5B\x5D-\x7E]{1,64}$/.test(error)) return unusable(provider);
  const words = [`${provider} Error - ${status}`, error, (more ?? "").slice(0, 500)];
  return { error, description: words.filter((word) => word !== "").join(" ") };
}

/** Thrown if the provider does not answer or is not at its configured address. */
export class Unreachable extends LocalAwsError {
  constructor(cause: unknown) {
    super("The identity provider could not be reached.", { cause });
  }
}
