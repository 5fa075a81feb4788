/**
 * Decides whether a request may pass to an API function: a valid access token and ACTIVE membership of
 * the requested account, or a good API key of it. Every input ends as allowed, denied or unauthenticated;
 * when the answer cannot be known the flow rejects, and the gateway answers 500.
 */
import type { AccessDecision, AccessRequest } from "../../domain/access.js";
import type { ApiKeyDeps } from "./authenticate-api-key.js";
import { authorizeApiKey } from "./authorize-api-key.js";
import { authorizeToken, type TokenDeps } from "./authorize-token.js";

export type AuthorizeDeps = TokenDeps & ApiKeyDeps;

/** The kind of the credential decides once: what fails as a token is never tried as a key. */
export const authorizeRequest = (deps: AuthorizeDeps, request: AccessRequest): Promise<AccessDecision> => {
  const { credential } = request;
  if (credential.kind === "token") return authorizeToken(deps, request, credential.token);
  if (credential.kind === "key") return authorizeApiKey(deps, request, credential.key);
  const reason = credential.kind === "none" ? "missing" : credential.reason;
  return Promise.resolve({ kind: "unauthenticated", reason });
};
