/** The caller's memberships and accounts, for display. */
import type { Account, Membership } from "../../domain/account.js";
import type { Ports } from "../../ports/index.js";
import type { Page, PageOf } from "../../ports/page.js";

const SHOWN_MEMBERSHIPS = 100;

export type MembershipView = { readonly membership: Membership; readonly account: Account | undefined };

export type DescribeUserDeps = Pick<Ports, "directory">;

/** At most 100 memberships, each with its account. */
export const describeMemberships = async (
  deps: DescribeUserDeps,
  userId: string,
): Promise<MembershipView[]> => {
  const memberships = await deps.directory.memberships(userId, SHOWN_MEMBERSHIPS);
  return withAccounts(deps, memberships);
};

export type OwnAccount = { readonly membership: Membership; readonly account: Account };

/** The accounts that the user is or was a member of, by page, without memberships whose account has no row. */
export const listOwnAccounts = async (
  deps: DescribeUserDeps & Pick<Ports, "accounts">,
  userId: string,
  page: PageOf,
): Promise<Page<OwnAccount>> => {
  const { items, next } = await deps.accounts.memberships(userId, page);
  return { items: (await withAccounts(deps, items)).filter(hasAccount), next };
};

const hasAccount = (view: MembershipView): view is OwnAccount => view.account !== undefined;

const withAccounts = async (
  { directory }: DescribeUserDeps,
  memberships: readonly Membership[],
): Promise<MembershipView[]> => {
  const accounts = await directory.accounts(memberships.map((each) => each.systemAccountId));
  const byId = new Map(accounts.map((account) => [account.systemAccountId, account]));
  return memberships.map((membership) => ({ membership, account: byId.get(membership.systemAccountId) }));
};
