/** Pages of the memberships of an account and of a user, and the members' e-mail addresses. */
import type { Membership } from "../../../domain/account.js";
import type { Accounts } from "../../../ports/accounts.js";
import type { Page, PageOf } from "../../../ports/page.js";
import { getRows } from "../documents.js";
import { pageOfRows } from "../pages.js";
import { accountRowKey, MEMBERSHIP_PREFIX, profileRowKey } from "../row-keys.js";
import { membershipFrom, profileFrom } from "../rows.js";
import type { DynamoDirectoryStore } from "./directory-writes.js";

type Store = Pick<DynamoDirectoryStore, "documents" | "directoryTable">;

export const memberReads = (store: Store): Pick<Accounts, "members" | "memberships" | "addresses"> => ({
  members: (systemAccountId, page) => pageOf(store, accountRowKey(systemAccountId).pk, page),
  memberships: (userId, page) => pageOf(store, profileRowKey(userId).pk, page),
  addresses: async (userIds) => {
    const rows = await getRows(store.documents, store.directoryTable, userIds.map(profileRowKey));
    const profiles = rows.map(profileFrom).filter((each) => each !== undefined);
    return new Map(profiles.map(({ userId, email }) => [userId, email]));
  },
});

const pageOf = async (store: Store, pk: string, page: PageOf): Promise<Page<Membership>> => {
  const { items, next } = await pageOfRows(store, { pk, prefix: MEMBERSHIP_PREFIX }, page);
  const memberships = items.map(membershipFrom).filter((each) => each !== undefined);
  return { items: memberships.filter(({ status }) => status !== "REMOVED"), next };
};
