/**
 * Decides whether a request may pass to an API function: a valid access token and ACTIVE membership of
 * the requested account, or a good API key of it. Every input ends as allowed, denied or unauthenticated;
 * when the answer cannot be known the flow rejects, and the gateway answers 500.
 */
import type { AccessDecision, AccessRequest } from "../domain/access.js";
import type { KeyDeps } from "./authenticate-key.js";
import { authorizeKey } from "./authorize-key.js";
import { authorizeToken, type TokenDeps } from "./authorize-token.js";

export type AuthorizeDeps = TokenDeps & KeyDeps;

/** The kind of the credential decides once: what fails as a token is never tried as a key. */
export const authorizeRequest = async (
  deps: AuthorizeDeps,
  request: AccessRequest,
): Promise<AccessDecision> => {
  const { credential } = request;
  if (credential.kind === "none") return { kind: "unauthenticated", reason: "missing" };
  if (credential.kind === "refused") return { kind: "unauthenticated", reason: credential.reason };
  if (credential.kind === "key") return authorizeKey(deps, request, credential.key);
  return authorizeToken(deps, request, credential.token);
};
