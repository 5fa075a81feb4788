/** The caller's memberships and accounts, for display. */
import type { Account, Membership } from "../../domain/account.js";
import type { Ports } from "../../ports/index.js";
import type { Page, PageOf } from "../../ports/page.js";

export type MembershipView = { readonly membership: Membership; readonly account: Account | undefined };

export type DescribeUserDeps = Pick<Ports, "directory">;

/** The memberships of a user, each with its account, by page. */
export const describeMemberships = async (
  { directory }: DescribeUserDeps,
  userId: string,
  page: PageOf,
): Promise<Page<MembershipView>> => {
  const { items, next } = await directory.memberships(userId, page);
  const accounts = await directory.accounts(items.map((each) => each.systemAccountId));
  const byId = new Map(accounts.map((account) => [account.systemAccountId, account]));
  const views = items.map((membership) => ({ membership, account: byId.get(membership.systemAccountId) }));
  return { items: views, next };
};

export type OwnAccount = { readonly membership: Membership; readonly account: Account };

/** As `describeMemberships`, without memberships whose account has no row. */
export const listOwnAccounts = async (
  deps: DescribeUserDeps,
  userId: string,
  page: PageOf,
): Promise<Page<OwnAccount>> => {
  const { items, next } = await describeMemberships(deps, userId, page);
  return { items: items.filter(hasAccount), next };
};

const hasAccount = (view: MembershipView): view is OwnAccount => view.account !== undefined;
