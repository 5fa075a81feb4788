/** Resolves an access token to its user, for the operations that users call for themselves. */
import { CognitoError, notAuthorized, userNotFound } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { User } from "../store/user.js";
import { apiScope } from "../tokens/claims.js";
import { type Claims, unverifiedClaims, verifiedClaims } from "../tokens/jwt.js";

export interface Authorized {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User;
  readonly session: Session;
}

/**
 * Throws NotAuthorizedException if the token is forged, expired, revoked, of another pool, of another kind or
 * without the scope. Also throws the errors that the status of the user demands.
 */
export function authorize(services: Services, accessToken: string, scope = apiScope): Authorized {
  const { pool, claims } = genuineToken(services, accessToken);
  const client = pool.clients.get(String(claims.client_id));
  if (!client) throw invalidToken();
  const user = pool.users.byUsername(String(claims.username));
  if (!user || user.sub !== claims.sub) throw userNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const session = pool.sessions.find(String(claims.event_id));
  if (!session) throw notAuthorized("Access Token has been revoked");
  if (!String(claims.scope).split(" ").includes(scope)) {
    throw notAuthorized("Access Token does not have required scopes");
  }
  if (user.status === "UNCONFIRMED") {
    throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  }
  if (user.status === "RESET_REQUIRED") {
    throw new CognitoError("PasswordResetRequiredException", "Password reset required for the user");
  }
  return { pool, client, user, session };
}

const invalidToken = () => notAuthorized("Invalid Access Token");

function genuineToken({ store, clock }: Services, token: string): { pool: Pool; claims: Claims } {
  const issuer = String(unverifiedClaims(token)?.iss ?? "");
  const pool = store.find(issuer.slice(issuer.lastIndexOf("/") + 1));
  const claims = pool && verifiedClaims(pool.keys.access, token);
  if (!claims || claims.iss !== pool.issuer || claims.token_use !== "access") throw invalidToken();
  if (typeof claims.exp !== "number") throw invalidToken();
  if (clock.now() >= claims.exp * 1000) throw notAuthorized("Access Token has expired");
  return { pool, claims };
}
