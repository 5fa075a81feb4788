/** The access requirements of HTTP API routes. A route that is not listed requires an account. */

/** Routes about the user, open to users without an account. */
const USER_ROUTES: ReadonlySet<string> = new Set([
  "GET /api/account/me",
  "POST /api/account/active",
  "GET /api/accounts",
  "POST /api/accounts",
  "POST /api/invitations/accept",
  "POST /api/invitations/decline",
  // Called by a service about a user, optionally with an account.
  "POST /api/token/validate",
]);

const MEMBER_ROUTE = "DELETE /api/accounts/{account_id}/members/{user_id}";

/** Whether the user leaves an account. The request is open to a former member, for whom it changes nothing. */
export const isLeaving = (routeKey: string, userInPath: string | undefined, userId: string): boolean =>
  routeKey === MEMBER_ROUTE && userInPath === userId;

export const needsAccount = (routeKey: string): boolean => !USER_ROUTES.has(routeKey);

/**
 * The requested account: from the path or from `x-account-id`. Two different values are a contradiction and
 * are never resolved. `none` if neither is present.
 */
export const requestedAccount = (
  fromPath: string | undefined,
  fromHeader: string | undefined,
): { kind: "none" } | { kind: "account"; id: string } | { kind: "contradiction" } => {
  const id = fromPath ?? fromHeader;
  if (id === undefined) return { kind: "none" };
  if (fromPath !== undefined && fromHeader !== undefined && fromPath !== fromHeader)
    return { kind: "contradiction" };
  return { kind: "account", id };
};
