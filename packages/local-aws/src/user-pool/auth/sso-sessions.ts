/**
 * SSO sessions: browsers that are signed in at the pages of the pool. While the pool tracks sessions, a client says for how
 * long it reuses them, and users and administrators see and end them like those of tokens.
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

/** What a client says is dormant while the pool does not track sessions. */
export const reuseSeconds = (pool: Pool, clientId: string): number =>
  (tracksSessions(pool) ? reuseMinutes(pool, clientId) : defaultMinutes) * 60;

/** For as long the browser keeps its cookie: another client may reuse it longer. */
export const longestReuseSeconds = (pool: Pool): number =>
  Math.max(defaultMinutes * 60, ...[...pool.clients.keys()].map((id) => reuseSeconds(pool, id)));

export interface SsoSession {
  readonly id: string;
  /** What the cookie holds. */
  readonly handle: string;
  readonly clientId: string;
  readonly signedInAt: number;
  readonly lastActiveAt: number;
}

const ssoId = (handle: string): string => publicId("sso", handle);

/** Newest last. */
export function ssoSessions({ oauth, clock }: Services, pool: Pool, user: User): SsoSession[] {
  const tokens = trackedSessions(pool, user.username, clock.now());
  return oauth.browserSessions.of(pool.id, user.sub, longestReuseSeconds(pool)).map(([handle, session]) => {
    const id = ssoId(handle);
    const uses = tokens.filter((each) => each.ssoId === id).map(lastActiveAt);
    return { ...session, id, handle, lastActiveAt: Math.max(session.signedInAt, ...uses) };
  });
}

/** The session of these tokens came through this browser. */
export function linkToBrowser(pool: Pool, accessToken: string, handle: string, now: number): void {
  const session = pool.sessions.find(String(unverifiedClaims(accessToken)?.event_id));
  if (!session?.tracked) return;
  session.ssoId = ssoId(handle);
  pool.sessions.save(session, now);
}

/** Signs the browser out that the session came through, if there is one. */
export function endParent(services: Services, pool: Pool, { username, ssoId: parent }: Session): void {
  const user = pool.users.byUsername(username);
  const found = user && ssoSessions(services, pool, user).find(({ id }) => id === parent);
  if (found) services.oauth.browserSessions.end(found.handle);
}
