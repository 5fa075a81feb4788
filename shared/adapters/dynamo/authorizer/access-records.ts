/**
 * The authorizer's reads, in one call over two tables: the user, the membership, the account, and the
 * session's end.
 */
import type { Standing } from "../../../domain/account.js";
import { secondsAt } from "../../../domain/seconds.js";
import { isSessionEnded } from "../../../domain/session-end.js";
import type { AccessQuery, AccessRecords, TokenSession } from "../../../ports/access.js";
import type { Clock } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { type DocumentKey, type Documents, readAll, type TableKeys, type TableRows } from "../documents.js";
import { accountRowKey, formerMembershipRowKey, membershipRowKey, profileRowKey } from "../row-keys.js";
import { accountFrom, membershipFrom, profileFrom, type Row } from "../rows.js";
import { browserSessionFrom, sessionRowKey } from "../sign-in/browser-session-rows.js";
import { accessDirectory } from "./access-directory.js";
import { endedSessionRowKey, endedUserRowKey, userEndFrom } from "./ended-sessions.js";

type Store = {
  readonly documents: Documents;
  readonly directoryTable: string;
  readonly guardTable: string;
  readonly clock: Clock;
};

export const dynamoAccessRecords = (store: Store): AccessRecords => ({
  userIdBySub: accessDirectory(store.documents, store.directoryTable).userIdBySub,
  read: (query) =>
    orUnavailable(async () => {
      const rows = await readAll(store.documents, keysOf(store, query));
      const standing = await withFormer(store, query, standingIn(rows, store, query));
      return { standing, sessionEnded: hasEnded(rows, store, query) };
    }),
  readBrowser: (query) =>
    orUnavailable(async () => {
      const { sessionId, userId } = query;
      const guardKeys = [sessionRowKey(sessionId), endedUserRowKey(userId)];
      const keys = { ...keysOf(store, query), [store.guardTable]: guardKeys };
      const rows = await readAll(store.documents, keys);
      const [row, userEnd] = guardKeys.map(finder(rows[store.guardTable]));
      const nowSeconds = secondsAt(store.clock.now());
      const standing = await withFormer(store, query, standingIn(rows, store, query));
      return { standing, session: browserSessionFrom(row, userId, { userEnd, nowSeconds }) };
    }),
});

const keysOf = (
  { directoryTable, guardTable }: Store,
  { userId, systemAccountId, session }: AccessQuery,
): TableKeys => ({
  [directoryTable]: [
    profileRowKey(userId),
    ...(systemAccountId === undefined
      ? []
      : [membershipRowKey(userId, systemAccountId), accountRowKey(systemAccountId)]),
  ],
  ...(session && { [guardTable]: endKeysOf(userId, session) }),
});

const endKeysOf = (userId: string, { sessionId, sub }: TokenSession) => [
  endedSessionRowKey(sessionId),
  endedUserRowKey(userId),
  ...(sub === undefined || sub === userId ? [] : [endedUserRowKey(sub)]),
];

const standingIn = (rows: TableRows, { directoryTable }: Store, { userId, systemAccountId }: AccessQuery) => {
  const find = finder(rows[directoryTable]);
  const profile = profileFrom(find(profileRowKey(userId)));
  if (systemAccountId === undefined) return { profile };
  return {
    profile,
    membership: membershipFrom(find(membershipRowKey(userId, systemAccountId))),
    account: accountFrom(find(accountRowKey(systemAccountId))),
  };
};

/** A user without a membership may have left: leaving again is no error. Only then another row is read. */
const withFormer = async (
  { documents, directoryTable }: Store,
  { userId, systemAccountId }: AccessQuery,
  standing: Standing,
): Promise<Standing> => {
  if (systemAccountId === undefined || standing.membership !== undefined) return standing;
  const former = await documents.get(directoryTable, formerMembershipRowKey(userId, systemAccountId));
  return former === undefined ? standing : { ...standing, membership: membershipFrom(former) };
};

const hasEnded = (
  rows: TableRows,
  { guardTable, clock }: Store,
  { userId, session }: AccessQuery,
): boolean => {
  if (session === undefined) return false;
  const find = finder(rows[guardTable]);
  const ended = find(endedSessionRowKey(session.sessionId));
  const ends = {
    sessionUntil: ended && new Columns("guard", ended).number("expires_at"),
    user: userEndFrom(find(endedUserRowKey(userId))),
    poolUser: session.sub === undefined ? undefined : userEndFrom(find(endedUserRowKey(session.sub))),
  };
  const nowSeconds = secondsAt(clock.now());
  return isSessionEnded(ends, session.authenticatedAtSeconds, nowSeconds);
};

const finder =
  (rows: readonly Row[] = []) =>
  (key: DocumentKey): Row | undefined =>
    rows.find((row) => row.pk === key.pk && row.sk === key.sk);
