/**
 * What the triggers of a sign-in read of a user. The triggers of one sign-in run in one function, often in the same
 * instance, so the ids that an earlier read found are remembered as hints: with them, the next read is one call. A hint
 * only selects the rows to read beside the row of the `sub`; whether it was right is decided by these rows.
 */
import type { UserProfile } from "../../../domain/account.js";
import type { Directory, SignInUser } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { expiringMap } from "../../node/expiring-map.js";
import { type Documents, readAll } from "../documents.js";
import { accountRowKey, membershipRowKey, profileRowKey, type RowKey, subRowKey } from "../row-keys.js";
import { accountFrom, directoryColumns, membershipFrom, profileFrom, type Row } from "../rows.js";

type Hint = { readonly userId: string; readonly activeAccountId: string | undefined };

const REMEMBERED = 5_000;
const REMEMBERED_MS = 10 * 60_000;

export const signInUser = (documents: Documents, table: string): Directory["signInUser"] => {
  const hints = expiringMap<Hint>(REMEMBERED);
  return ({ sub, userId: given }, { withStanding = false } = {}) =>
    orUnavailable(async () => {
      const now = performance.now();
      const hint = hints.get(sub, now);
      const guess = given ?? hint?.userId;
      const account = withStanding && guess === hint?.userId ? hint?.activeAccountId : undefined;
      const keys = guess === undefined ? [subRowKey(sub)] : keysOf(sub, guess, account);
      const { [table]: rows = [] } = await readAll(documents, { [table]: keys });
      const at = (key: RowKey) => rows.find((row) => row.pk === key.pk && row.sk === key.sk);
      const linkedUserId = userIdIn(at(subRowKey(sub)));
      const userId = given ?? linkedUserId;
      if (userId === undefined) return { linkedUserId, profile: undefined, standing: undefined };
      const profile = profileFrom(
        userId === guess ? at(profileRowKey(userId)) : await documents.get(table, profileRowKey(userId)),
      );
      hints.set(sub, { userId, activeAccountId: profile?.activeAccountId }, now + REMEMBERED_MS);
      return { linkedUserId, profile, standing: standingIn(at, profile, account) };
    });
};

const keysOf = (sub: string, userId: string, account: string | undefined): RowKey[] => [
  subRowKey(sub),
  profileRowKey(userId),
  ...(account === undefined ? [] : [membershipRowKey(userId, account), accountRowKey(account)]),
];

const userIdIn = (row: Row | undefined): string | undefined =>
  row === undefined ? undefined : directoryColumns(row).text("user_id");

/** Undefined if the rows of another account were read, or none. */
const standingIn = (
  at: (key: RowKey) => Row | undefined,
  profile: UserProfile | undefined,
  account: string | undefined,
): SignInUser["standing"] =>
  profile === undefined || account === undefined || profile.activeAccountId !== account
    ? undefined
    : {
        profile,
        membership: membershipFrom(at(membershipRowKey(profile.userId, account))),
        account: accountFrom(at(accountRowKey(account))),
      };
