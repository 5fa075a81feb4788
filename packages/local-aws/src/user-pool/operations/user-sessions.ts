/**
 * ListUserSessions, RevokeUserSession and their Admin forms. A session belongs either to a sign-in and its
 * tokens, or to a browser at the sign-in pages. The origin of requests is not recorded, since every caller is
 * on this machine.
 */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { checkTracked, lastActiveAt, trackedId, trackedSessions } from "../auth/session-tracking.js";
import { endParent, ssoSessions } from "../auth/sso-sessions.js";
import { epochSeconds } from "../clock.js";
import { CognitoError, invalidParameter } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { Session } from "../store/session-registry.js";
import type { User } from "../store/user.js";
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
  return listed(services, pool, user, request.NextToken, current);
});

const adminList = z.object({ UserPoolId: poolId, Username: username, ...paging });

export const adminListUserSessions = operation(
  "AdminListUserSessions",
  "signed",
  adminList,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    checkTracked(pool);
    return listed(services, pool, user, request.NextToken);
  },
);

function listed(
  services: Services,
  pool: Pool,
  user: User,
  token: string | undefined,
  current?: Session,
): object {
  const ofTokens = trackedSessions(pool, user.username, services.clock.now()).map((session) => ({
    SessionId: trackedId(session),
    SessionType: "TOKEN",
    ClientId: session.clientId,
    CreateDate: session.authTime,
    LastActiveDate: epochSeconds(lastActiveAt(session)),
    ...(session.ssoId !== undefined && { OriginSessionId: session.ssoId }),
    ...origin,
    IsCurrentSession: session === current,
  }));
  const ofBrowsers = ssoSessions(services, pool, user).map((session) => ({
    SessionId: session.id,
    SessionType: "SSO",
    ClientId: session.clientId,
    CreateDate: epochSeconds(session.signedInAt),
    LastActiveDate: epochSeconds(session.lastActiveAt),
    ...origin,
    IsCurrentSession: false,
  }));
  const { items, nextToken } = page([...ofTokens, ...ofBrowsers], mostPerPage, token);
  return { Sessions: items, ...(nextToken && { NextToken: nextToken }) };
}

const origin = {
  DeviceType: "unknown",
  LastIPAddress: "127.0.0.1",
  LastLocation: { Country: "unknown" },
};

const target = {
  SessionId: z.string().regex(/^(tkn|sso)[a-z0-9]{25}$/, "must be the id of a session"),
  RevokeAssociatedSessions: z.enum(["NONE", "LINKED"]).default("NONE"),
};

const ownRevoke = z.object({ AccessToken: accessToken, ...target });

export const revokeUserSession = operation("RevokeUserSession", "public", ownRevoke, (services, request) => {
  const { pool, user, session: current } = authorize(services, request.AccessToken);
  checkTracked(pool);
  if (request.SessionId === trackedId(current)) {
    throw invalidParameter("The current session cannot be revoked.");
  }
  return revoke(services, pool, user, request);
});

const adminRevoke = z.object({ UserPoolId: poolId, Username: username, ...target });

export const adminRevokeUserSession = operation(
  "AdminRevokeUserSession",
  "signed",
  adminRevoke,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    checkTracked(pool);
    return revoke(services, pool, user, request);
  },
);

interface Target {
  readonly SessionId: string;
  readonly RevokeAssociatedSessions: "NONE" | "LINKED";
}

function revoke(services: Services, pool: Pool, user: User, { SessionId, ...rest }: Target): object {
  const linked = rest.RevokeAssociatedSessions === "LINKED";
  const ofTokens = trackedSessions(pool, user.username, services.clock.now());
  const session = ofTokens.find((each) => trackedId(each) === SessionId);
  const browser = ssoSessions(services, pool, user).find(({ id }) => id === SessionId);
  if (!session && !browser) throw new CognitoError("ResourceNotFoundException", "Session does not exist.");
  if (session) {
    if (linked) endParent(services, pool, session);
    pool.sessions.revoke(session);
  }
  if (browser) {
    services.oauth.browserSessions.end(browser.handle);
    const through = ofTokens.filter(({ ssoId }) => linked && ssoId === browser.id);
    for (const each of through) pool.sessions.revoke(each);
  }
  return {};
}
