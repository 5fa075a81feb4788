/** Which external provider an authorize request means (developer guide, "Authorize endpoint"). */
import { OAuthError } from "../oauth/oauth-error.js";
import type { IdentityProvider } from "../oauth/records.js";
import type { Pool, PoolClient } from "../store/pool.js";

/** The pool itself among the providers of a client. */
export const ownDirectory = "COGNITO";

/** What the client offers besides the pool's own users. */
export const externalProviders = (pool: Pool, { settings }: PoolClient): IdentityProvider[] =>
  settings.SupportedIdentityProviders.flatMap((name) => pool.oauth.identityProviders.get(name) ?? []);

export const supportsOwnUsers = ({ settings }: PoolClient): boolean =>
  settings.SupportedIdentityProviders.includes(ownDirectory);

/** The request says which external provider it wants. */
export function namesExternal(query: URLSearchParams): boolean {
  const name = query.get("identity_provider");
  return name === null ? query.has("idp_identifier") : name !== ownDirectory;
}

/**
 * By name, by identifier, or because the client has no other; undefined where people choose on the page.
 * Throws invalid_request for one that the client does not have.
 */
export function chosenProvider(
  pool: Pool,
  client: PoolClient,
  query: URLSearchParams,
): IdentityProvider | undefined {
  const name = query.get("identity_provider");
  const identifier = query.get("idp_identifier");
  if (name === ownDirectory && supportsOwnUsers(client)) return undefined;
  const offered = externalProviders(pool, client);
  if (name === null && identifier === null) {
    return offered.length === 1 && !supportsOwnUsers(client) ? offered[0] : undefined;
  }
  const found = offered.find((provider) =>
    name === null ? provider.identifiers.includes(identifier ?? "") : provider.name === name,
  );
  if (!found) throw new OAuthError("invalid_request", "The client does not sign in with this provider.");
  return found;
}
