/** The caller's memberships and accounts, for display. */
import type { Account, Membership } from "../../domain/account.js";
import type { Ports } from "../../ports/index.js";

const SHOWN_MEMBERSHIPS = 100;

export type MembershipView = { readonly membership: Membership; readonly account: Account | undefined };

export type DescribeUserDeps = Pick<Ports, "directory">;

/** At most 100 memberships, each with its account. */
export const describeMemberships = async (
  deps: DescribeUserDeps,
  userId: string,
): Promise<MembershipView[]> => {
  const memberships = await deps.directory.memberships(userId, SHOWN_MEMBERSHIPS);
  const accounts = await deps.directory.accounts(memberships.map((each) => each.systemAccountId));
  const byId = new Map(accounts.map((account) => [account.systemAccountId, account]));
  return memberships.map((membership) => ({ membership, account: byId.get(membership.systemAccountId) }));
};
