/** Reads the session of a cookie, its user and an account at once. User and account in the cookie only say what to read. */
import type { Standing } from "../../domain/account.js";
import { sessionCookieFrom } from "../../domain/browser-session.js";
import type { AccessRecords } from "../../ports/access.js";
import type { FoundBrowserSession, SessionIds, SessionKey } from "../../ports/browser-sessions.js";

export type ReadBrowserDeps = {
  readonly access: Pick<AccessRecords, "readBrowser">;
  readonly sessionIds: SessionIds;
};

type AccountOf = (activeAccountId: string | undefined) => string | undefined;
type Read = { readonly session: FoundBrowserSession; readonly standing: Standing };

/**
 * `accountOf`: the account to read, by the active one. Undefined without such a session.
 * @throws AuthError `temporarily_unavailable`.
 */
export const readBrowserSession = (
  { access, sessionIds }: ReadBrowserDeps,
  text: string,
  accountOf: AccountOf,
): Promise<Read | undefined> => {
  const cookie = sessionCookieFrom(text);
  if (cookie === undefined) return NOTHING;
  const key = { sessionId: sessionIds.digestOf(cookie.id), userId: cookie.userId };
  return readSessionRow(access, key, { accountOf, guess: cookie.systemAccountId });
};

const NOTHING = Promise.resolve(undefined);

/** `guess`: what is probably the active account. */
export const readSessionRow = async (
  access: ReadBrowserDeps["access"],
  key: SessionKey,
  { accountOf, guess }: { readonly accountOf: AccountOf; readonly guess?: string | undefined },
): Promise<Read | undefined> => {
  const guessed = accountOf(guess);
  const { session, standing } = await access.readBrowser({ ...key, systemAccountId: guessed });
  if (session === undefined) return undefined;
  // The account in the cookie is out of date if the answer to the last refresh was lost.
  const systemAccountId = accountOf(session.activeAccountId);
  if (systemAccountId === guessed) return { session, standing };
  return { session, standing: (await access.readBrowser({ ...key, systemAccountId })).standing };
};
