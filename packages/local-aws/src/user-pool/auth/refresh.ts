/**
 * Refreshes a session, with and without rotation (developer guide, "Refresh tokens").
 *
 * With rotation, the used token is superseded. The client can repeat it during the grace period and gets the
 * same successor each time. Parallel refreshes therefore leave one valid chain. After the grace period, using
 * it throws RefreshTokenReuseException. A successor expires when the first token would have expired.
 */
import { randomUUID } from "node:crypto";
import { CognitoError, notAuthorized } from "../errors.js";
import type { Services } from "../services.js";
import { rotates } from "../settings/client-settings.js";
import { findDevice } from "../store/device.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { Attributes, User } from "../store/user.js";
import { openRefreshToken } from "../tokens/refresh-token.js";
import type { TokenCause } from "../tokens/token-cause.js";
import { type AuthenticationResult, refreshTokenOf, signTokens, tokenContent } from "./issue-tokens.js";

interface Refresh {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly token: string;
  readonly cause: TokenCause;
  readonly clientMetadata?: Attributes | undefined;
}

export interface RefreshHolder {
  readonly user: User;
  readonly session: Session;
  readonly jti: string;
}

/**
 * Returns the user and the session of a refresh token. Throws NotAuthorizedException if the token is forged,
 * expired, revoked or of another client. Throws RefreshTokenReuseException if rotation has superseded the
 * token.
 */
export function refreshHolder(
  { clock }: Services,
  pool: Pool,
  client: PoolClient,
  token: string,
  deviceKey?: string,
): RefreshHolder {
  const grant = openRefreshToken(pool.keys.secret, token);
  if (!grant || grant.clientId !== client.id) throw notAuthorized("Invalid Refresh Token");
  if (clock.now() >= grant.expiresAt) throw notAuthorized("Refresh Token has expired");
  const session = pool.sessions.find(grant.sessionId);
  if (!session) throw notAuthorized("Refresh Token has been revoked");
  const user = pool.users.byUsername(session.username);
  if (!user) throw notAuthorized("Refresh Token has been revoked");
  checkDevice(user, session, deviceKey);
  checkCurrent(session, grant.jti, clock.now());
  return { user, session, jti: grant.jti };
}

export async function refresh(
  services: Services,
  holder: RefreshHolder,
  request: Refresh,
): Promise<AuthenticationResult> {
  const { pool, client, cause, clientMetadata } = request;
  const { user, session, jti } = holder;
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status === "RESET_REQUIRED") {
    throw new CognitoError("PasswordResetRequiredException", "Password reset required for the user");
  }
  const { scopes } = session;
  const signIn = { pool, client, user, clientMetadata, ...(scopes && { hosted: { scopes } }) };
  const content = await tokenContent(services, signIn, cause);
  // While the trigger ran, the session may have ended or another request may have rotated the token.
  const now = services.clock.now();
  if (pool.sessions.find(session.id) !== session) throw notAuthorized("Refresh Token has been revoked");
  checkCurrent(session, jti, now);
  if (session.tracked) session.refreshedAt = now;
  if (rotates(client.settings)) rotate(client, session, jti, now);
  if (session.tracked || rotates(client.settings)) pool.sessions.save(session, now);
  if (!rotates(client.settings)) return signTokens(services, signIn, session, content);
  const RefreshToken = refreshTokenOf(pool, session);
  return { ...(await signTokens(services, signIn, session, content)), RefreshToken };
}

/**
 * Only the confirmed device can refresh its session. Once the device is forgotten, the session cannot be
 * refreshed.
 */
function checkDevice(user: User, session: Session, deviceKey: string | undefined): void {
  if (session.deviceKey === undefined) return;
  if (session.deviceKey !== deviceKey || !findDevice(user, deviceKey))
    throw notAuthorized("Invalid Refresh Token");
}

function checkCurrent(session: Session, jti: string, now: number): void {
  if (session.refreshJti === jti) return;
  if (session.superseded.some((old) => old.jti === jti && now < old.until)) return;
  throw new CognitoError("RefreshTokenReuseException", "Refresh token has been invalidated by rotation.");
}

function rotate(client: PoolClient, session: Session, jti: string, now: number): void {
  if (session.refreshJti !== jti) return;
  const graceMs = (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
  session.superseded = [
    ...session.superseded.filter(({ until }) => now < until),
    { jti, until: now + graceMs },
  ];
  session.refreshJti = randomUUID();
}
