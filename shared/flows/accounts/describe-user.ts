/** Who the caller is and which accounts they belong to, for a client that shows it. */
import type { Account, Membership } from "../../domain/account.js";
import type { Ports } from "../../ports/index.js";

const SHOWN_MEMBERSHIPS = 100;

export type MembershipView = { readonly membership: Membership; readonly account: Account | undefined };

export type DescribeUserDeps = Pick<Ports, "directory">;

/** The caller's memberships, at most 100, with the accounts they are in. */
export const describeMemberships = async (
  deps: DescribeUserDeps,
  userId: string,
): Promise<MembershipView[]> => {
  const memberships = await deps.directory.memberships(userId, SHOWN_MEMBERSHIPS);
  const accounts = await deps.directory.accounts(memberships.map((each) => each.systemAccountId));
  const byId = new Map(accounts.map((account) => [account.systemAccountId, account]));
  return memberships.map((membership) => ({ membership, account: byId.get(membership.systemAccountId) }));
};
