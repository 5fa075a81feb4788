/** Selects the external provider of an authorize request (developer guide, "Authorize endpoint"). */
import { OAuthError } from "../oauth/oauth-error.js";
import type { IdentityProvider } from "../oauth/records.js";
import type { Pool, PoolClient } from "../store/pool.js";

/** The name of the pool itself in a client's list of providers. */
export const ownDirectory = "COGNITO";

/** The external providers that the client allows. */
export const externalProviders = (pool: Pool, { settings }: PoolClient): IdentityProvider[] =>
  settings.SupportedIdentityProviders.flatMap((name) => pool.oauth.identityProviders.get(name) ?? []);

export const supportsOwnUsers = ({ settings }: PoolClient): boolean =>
  settings.SupportedIdentityProviders.includes(ownDirectory);

/** Whether the request names an external provider. */
export function namesExternal(query: URLSearchParams): boolean {
  const name = query.get("identity_provider");
  return name === null ? query.has("idp_identifier") : name !== ownDirectory;
}

/**
 * Selects the provider by name, by identifier, or as the client's only one. Returns undefined if the user
 * must choose on the page. Throws invalid_request for a provider that the client does not allow.
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
