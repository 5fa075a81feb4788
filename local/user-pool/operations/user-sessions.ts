/**
 * ListUserSessions, RevokeUserSession and their Admin forms. A session is that of a sign-in and its tokens; the sessions of
 * browsers with the sign-in pages are not listed. Where a request came from is not recorded: every caller is this machine.
 */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { checkTracked, lastActiveAt, trackedId, trackedSessions } from "../auth/session-tracking.js";
import { epochSeconds } from "../clock.js";
import { CognitoError, invalidParameter } from "../errors.js";
import type { Pool } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import { existingUser } from "./existing-user.js";
import { accessToken, pageToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const mostPerPage = 125;

const paging = { NextToken: pageToken };

const ownList = z.object({ AccessToken: accessToken, ...paging });

export const listUserSessions = operation("ListUserSessions", "public", ownList, (services, request) => {
  const { pool, user, session: current } = authorize(services, request.AccessToken);
  checkTracked(pool);
  const sessions = trackedSessions(pool, user.username, services.clock.now());
  return listed(sessions, request.NextToken, current);
});

const adminList = z.object({ UserPoolId: poolId, Username: username, ...paging });

export const adminListUserSessions = operation(
  "AdminListUserSessions",
  "signed",
  adminList,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    checkTracked(pool);
    return listed(trackedSessions(pool, user.username, services.clock.now()), request.NextToken);
  },
);

function listed(sessions: readonly Session[], token: string | undefined, current?: Session): object {
  const { items, nextToken } = page(sessions, mostPerPage, token);
  const Sessions = items.map((session) => ({
    SessionId: trackedId(session),
    SessionType: "TOKEN",
    ClientId: session.clientId,
    CreateDate: session.authTime,
    LastActiveDate: epochSeconds(lastActiveAt(session)),
    DeviceType: "unknown",
    LastIPAddress: "127.0.0.1",
    LastLocation: { Country: "unknown" },
    IsCurrentSession: session === current,
  }));
  return { Sessions, ...(nextToken && { NextToken: nextToken }) };
}

/** Without a session of the sign-in pages there is nothing that LINKED adds. */
const target = {
  SessionId: z.string().regex(/^(tkn|sso)[a-z0-9]{25}$/, "must be the id of a session"),
  RevokeAssociatedSessions: z.enum(["NONE", "LINKED"]).default("NONE"),
};

const ownRevoke = z.object({ AccessToken: accessToken, ...target });

export const revokeUserSession = operation("RevokeUserSession", "public", ownRevoke, (services, request) => {
  const { pool, user, session: current } = authorize(services, request.AccessToken);
  const found = sessionNamed(pool, user.username, request.SessionId, services.clock.now());
  if (found === current) throw invalidParameter("The current session cannot be revoked.");
  pool.sessions.revoke(found);
  return {};
});

const adminRevoke = z.object({ UserPoolId: poolId, Username: username, ...target });

export const adminRevokeUserSession = operation(
  "AdminRevokeUserSession",
  "signed",
  adminRevoke,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    pool.sessions.revoke(sessionNamed(pool, user.username, request.SessionId, services.clock.now()));
    return {};
  },
);

function sessionNamed(pool: Pool, owner: string, id: string, now: number): Session {
  checkTracked(pool);
  const found = trackedSessions(pool, owner, now).find((session) => trackedId(session) === id);
  if (!found) throw new CognitoError("ResourceNotFoundException", "Session does not exist.");
  return found;
}
