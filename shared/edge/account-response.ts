/** The bodies of responses about accounts, the caller and the caller's memberships. */
import type { Account, ActiveStanding, Membership } from "../domain/account.js";
import type { Actor, UserActor } from "../domain/actor.js";

export const accountBody = ({ systemAccountId, visibleAccountId, cellId, name, status }: Account) => ({
  system_account_id: systemAccountId,
  visible_account_id: visibleAccountId,
  cell_id: cellId,
  name,
  status,
});

/** The account, with the caller's membership in it. */
export const standingBody = ({ account, membership }: Pick<ActiveStanding, "account" | "membership">) => {
  const { role, status, owner } = membership;
  return { ...accountBody(account), membership: { role, status, owner: owner === true } };
};

export const joinedAccountBody = ({ account, membership }: ActiveStanding) => ({
  system_account_id: account.systemAccountId,
  visible_account_id: account.visibleAccountId,
  name: account.name,
  role: membership.role,
});

type MembershipView = {
  readonly membership: Membership;
  /** Undefined if the directory has no row for it. */
  readonly account: Account | undefined;
};

type MembershipPage = { readonly items: readonly MembershipView[]; readonly cursor: string | null };

export const callerBody = (actor: UserActor) => (memberships: MembershipPage) => ({
  user_id: actor.userId,
  username: actor.username,
  email: actor.email,
  account: activeAccountBody(actor),
  memberships: memberships.items.map(({ membership, account }) => ({
    system_account_id: membership.systemAccountId,
    visible_account_id: account?.visibleAccountId ?? null,
    name: account?.name ?? null,
    role: membership.role,
    status: membership.status,
  })),
  cursor: memberships.cursor,
});

const activeAccountBody = ({ systemAccountId, visibleAccountId, cellId, role }: Actor) =>
  systemAccountId === undefined
    ? null
    : { system_account_id: systemAccountId, visible_account_id: visibleAccountId, cell_id: cellId, role };
