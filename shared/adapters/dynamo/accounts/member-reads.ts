/** Pages of the memberships of an account and of a user, and the members' e-mail addresses. */
import type { Membership } from "../../../domain/account.js";
import type { Accounts } from "../../../ports/accounts.js";
import type { Directory } from "../../../ports/index.js";
import type { Page, PageOf } from "../../../ports/page.js";
import { getRows } from "../documents.js";
import { filledPageOfRows, mapPage, pageOfRows, type Shown } from "../pages.js";
import { accountRowKey, FORMER_MEMBERSHIP_PREFIX, MEMBERSHIP_PREFIX, profileRowKey } from "../row-keys.js";
import { membershipIn, profileFrom } from "../rows.js";
import type { DynamoDirectoryStore } from "./directory-writes.js";

type Store = Pick<DynamoDirectoryStore, "documents" | "directoryTable">;

export const memberReads = (store: Store): Pick<Accounts, "members" | "addresses"> => ({
  members: (systemAccountId, page) => membershipsUnder(store, accountRowKey(systemAccountId).pk, page),
  addresses: async (userIds) => {
    const rows = await getRows(store.documents, store.directoryTable, userIds.map(profileRowKey));
    const profiles = rows.map(profileFrom).filter((each) => each !== undefined);
    return new Map(profiles.map(({ userId, email }) => [userId, email]));
  },
});

export const membershipReads = (store: Store): Pick<Directory, "memberships" | "formerMemberships"> => ({
  memberships: (userId, page) => membershipsUnder(store, profileRowKey(userId).pk, page),
  formerMemberships: async (userId, limit) => {
    const { pk } = profileRowKey(userId);
    const inLists = await filledPageOfRows(store, { pk, prefix: MEMBERSHIP_PREFIX, shown: ENDED }, { limit });
    const rows = await pageOfRows(store, { pk, prefix: FORMER_MEMBERSHIP_PREFIX }, { limit });
    return [...inLists.items, ...rows.items].map(membershipIn).slice(0, limit);
  },
});

const of = (expression: string): Shown => ({
  expression,
  names: { "#status": "status" },
  values: { ":removed": "REMOVED" },
});
const HELD = of("#status <> :removed");
const ENDED = of("#status = :removed");

const membershipsUnder = async (store: Store, pk: string, page: PageOf): Promise<Page<Membership>> =>
  mapPage(await filledPageOfRows(store, { pk, prefix: MEMBERSHIP_PREFIX, shown: HELD }, page), membershipIn);
