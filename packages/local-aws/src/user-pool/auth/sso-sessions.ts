/**
 * SSO sessions: browsers that are signed in at the hosted pages. If the pool tracks sessions, each client
 * configures how long it reuses them. Users and administrators can list and end them like token sessions.
 */
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { User } from "../store/user.js";
import { unverifiedClaims } from "../tokens/jwt.js";
import { lastActiveAt, publicId, trackedSessions, tracksSessions } from "./session-tracking.js";

const defaultMinutes = 60;

export const reuseMinutes = ({ records }: Pool, clientId: string): number =>
  records.of("client-session-rules").get(clientId)?.maxValidityMinutes ?? defaultMinutes;

/** The client's setting has no effect unless the pool tracks sessions. */
export const reuseSeconds = (pool: Pool, clientId: string): number =>
  (tracksSessions(pool) ? reuseMinutes(pool, clientId) : defaultMinutes) * 60;

/** The lifetime of the browser cookie. Another client may reuse the session for longer than this one. */
export const longestReuseSeconds = (pool: Pool): number =>
  Math.max(defaultMinutes * 60, ...[...pool.clients.keys()].map((id) => reuseSeconds(pool, id)));

export interface SsoSession {
  readonly id: string;
  /** The value of the cookie. */
  readonly handle: string;
  readonly clientId: string;
  readonly signedInAt: number;
  readonly lastActiveAt: number;
}

const ssoId = (handle: string): string => publicId("sso", handle);

/** Sorted by age, newest last. */
export function ssoSessions({ oauth, clock }: Services, pool: Pool, user: User): SsoSession[] {
  const tokens = trackedSessions(pool, user.username, clock.now());
  return oauth.browserSessions.of(pool.id, user.sub, longestReuseSeconds(pool)).map(([handle, session]) => {
    const id = ssoId(handle);
    const uses = tokens.filter((each) => each.ssoId === id).map(lastActiveAt);
    return { ...session, id, handle, lastActiveAt: Math.max(session.signedInAt, ...uses) };
  });
}

/** Records that the session of these tokens was started through this browser session. */
export function linkToBrowser(pool: Pool, accessToken: string, handle: string, now: number): void {
  const session = pool.sessions.find(String(unverifiedClaims(accessToken)?.event_id));
  if (!session?.tracked) return;
  session.ssoId = ssoId(handle);
  pool.sessions.save(session, now);
}

/** Ends the browser session through which this session was started, if any. */
export function endParent(services: Services, pool: Pool, { username, ssoId: parent }: Session): void {
  const user = pool.users.byUsername(username);
  const found = user && ssoSessions(services, pool, user).find(({ id }) => id === parent);
  if (found) services.oauth.browserSessions.end(found.handle);
}
