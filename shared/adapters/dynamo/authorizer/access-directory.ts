/**
 * The rows of an access decision: a user, an account and the membership between them, in one consistent read.
 */
import type { AccessDirectory } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { type Documents, getRows } from "../documents.js";
import {
  accountRowKey,
  formerMembershipRowKey,
  membershipRowKey,
  profileRowKey,
  type RowKey,
  subRowKey,
} from "../row-keys.js";
import { accountFrom, directoryColumns, membershipFrom, profileFrom } from "../rows.js";

export const accessDirectory = (documents: Documents, table: string): AccessDirectory => {
  const get = (key: RowKey) => orUnavailable(() => documents.get(table, key));
  return {
    profile: async (userId) => profileFrom(await get(profileRowKey(userId))),
    userIdBySub: async (sub) => {
      const row = await get(subRowKey(sub));
      return row === undefined ? undefined : directoryColumns(row).text("user_id");
    },
    standing: async (userId, systemAccountId) => {
      const [user, member, account] = [
        profileRowKey(userId),
        membershipRowKey(userId, systemAccountId),
        accountRowKey(systemAccountId),
      ];
      const rows = await getRows(documents, table, [user, member, account]);
      const at = (key: RowKey) => rows.find((row) => row.pk === key.pk && row.sk === key.sk);
      const held = at(member) ?? (await get(formerMembershipRowKey(userId, systemAccountId)));
      return {
        profile: profileFrom(at(user)),
        membership: membershipFrom(held),
        account: accountFrom(at(account)),
      };
    },
    accounts: async (ids) => {
      const rows = await getRows(documents, table, [...new Set(ids)].map(accountRowKey));
      return rows.map(accountFrom).filter((each) => each !== undefined);
    },
  };
};
