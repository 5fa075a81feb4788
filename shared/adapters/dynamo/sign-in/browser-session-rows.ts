/** The row of a browser's session in the guard table. The index of sessions holds its user, start, device and end. */
import type { BrowserSession } from "../../../domain/browser-session.js";
import { isSessionEnded } from "../../../domain/session-end.js";
import type { FoundBrowserSession } from "../../../ports/browser-sessions.js";
import { userEndFrom } from "../authorizer/ended-sessions.js";
import { Columns } from "../columns.js";
import type { Row } from "../rows.js";

export const sessionRowKey = (sessionId: string) => ({ pk: `SESSION#${sessionId}` });

export const browserSessionRow = (session: BrowserSession): Row => ({
  ...sessionRowKey(session.sessionId),
  user_id: session.userId,
  session_of: session.userId,
  sub: session.sub,
  username: session.username,
  device: session.device,
  remembered: session.remembered,
  started_at: session.startedAtSeconds,
  expires_at: session.endsAtSeconds,
  version: session.version,
  sealed_token: session.sealedToken,
  ...(session.sisterId !== undefined && { sister_id: session.sisterId }),
  ...(session.activeAccountId !== undefined && { active_account: session.activeAccountId }),
  scopes: session.scopes.join(" "),
  valid_until: session.validUntilSeconds,
  idle_until: session.idleUntilSeconds,
});

/**
 * Undefined without a row, for a row of another user, and for one of a session whose tokens the client holds. `userEnd`: the
 * row with the end of all sessions of the user.
 */
export const browserSessionFrom = (
  row: Row | undefined,
  userId: string,
  { userEnd, nowSeconds }: { readonly userEnd: Row | undefined; readonly nowSeconds: number },
): FoundBrowserSession | undefined => {
  if (row === undefined || row.user_id !== userId || row.valid_until === undefined) return undefined;
  const columns = new Columns("guard", row);
  const session: BrowserSession = {
    sessionId: columns.text("pk").slice(sessionRowKey("").pk.length),
    userId,
    sub: columns.text("sub"),
    username: columns.text("username"),
    device: columns.text("device"),
    remembered: columns.flag("remembered"),
    startedAtSeconds: columns.number("started_at"),
    endsAtSeconds: columns.number("expires_at"),
    version: columns.number("version"),
    // Removed at the end of the session.
    sealedToken: columns.optionalText("sealed_token") ?? "",
    sisterId: columns.optionalText("sister_id"),
    activeAccountId: columns.optionalText("active_account"),
    scopes: columns.text("scopes").split(" ").filter(Boolean),
    validUntilSeconds: columns.number("valid_until"),
    idleUntilSeconds: columns.number("idle_until"),
  };
  const ended =
    row.ended_at !== undefined ||
    Math.min(session.endsAtSeconds, session.idleUntilSeconds) <= nowSeconds ||
    isSessionEnded({ user: userEndFrom(userEnd) }, session.startedAtSeconds, nowSeconds);
  return { ...session, ended };
};
