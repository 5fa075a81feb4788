/** What a route of the HTTP API asks of its caller. A route that is not listed asks for an account. */

/** Routes about the person, open to a user who is in no account yet. */
const USER_ROUTES: ReadonlySet<string> = new Set([
  "GET /api/account/me",
  "POST /api/account/active",
  "GET /api/accounts",
  "POST /api/accounts",
  "POST /api/invitations/accept",
  "POST /api/invitations/decline",
  // Of a service, about a person; it may ask about an account.
  "POST /api/token/validate",
]);

export const needsAccount = (routeKey: string): boolean => !USER_ROUTES.has(routeKey);

/**
 * The account that a request asks for: the one in the path, or the one in `x-account-id`. Two that
 * differ are a contradiction, never a choice. Undefined: none was asked for.
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

/** Whether an account can have this id. Longer ones do not even fit into a table's key: they are nobody's. */
export const isAccountId = (id: string): boolean => /^[\x21-\x7e]{1,128}$/.test(id);
