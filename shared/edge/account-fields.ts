/** The response body of GET /api/account/me: the caller, their active account and their memberships. */
import type { Account, Membership } from "../domain/account.js";
import type { Actor, UserActor } from "../domain/actor.js";

export const callerBody = (actor: UserActor) => ({
  user_id: actor.userId,
  username: actor.username,
  email: actor.email,
  account: activeAccountBody(actor),
});

const activeAccountBody = ({ systemAccountId, visibleAccountId, cellId, role }: Actor) =>
  systemAccountId === undefined
    ? null
    : { system_account_id: systemAccountId, visible_account_id: visibleAccountId, cell_id: cellId, role };

/** `account` is undefined if the directory has no row for it. */
export const ownMembershipBody = ({
  membership,
  account,
}: {
  readonly membership: Membership;
  readonly account: Account | undefined;
}) => ({
  system_account_id: membership.systemAccountId,
  visible_account_id: account?.visibleAccountId ?? null,
  name: account?.name ?? null,
  role: membership.role,
  status: membership.status,
});
