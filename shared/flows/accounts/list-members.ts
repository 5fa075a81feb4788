/** Lists the members of an account. Every member sees user ids and roles; only Admins see addresses. */
import type { Membership } from "../../domain/account.js";
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN, atLeast } from "../../domain/role.js";
import type { Ports } from "../../ports/index.js";
import type { Page, PageOf } from "../../ports/page.js";
import { type MemberStanding, type RoleDeps, requireMember } from "../authorizer/require-role.js";
import { memberOf } from "./change-member.js";

export type ListMembersDeps = RoleDeps & Pick<Ports, "accounts">;

/** `email` is undefined if the reader may not see it. */
export type MemberView = { readonly membership: Membership; readonly email: string | undefined };

/** @throws AuthError as `requireMember`. */
export const listMembers = async (
  deps: ListMembersDeps,
  actor: Actor,
  page: PageOf,
): Promise<Page<MemberView>> => {
  const held = await requireMember(deps, actor);
  const { items, next } = await deps.accounts.members(held.standing.account.systemAccountId, page);
  const emails = seesAddresses(deps, held)
    ? await deps.accounts.addresses(items.map(({ userId }) => userId))
    : new Map<string, string>();
  return { items: items.map((membership) => ({ membership, email: emails.get(membership.userId) })), next };
};

/** @throws AuthError as `requireMember`; `not_found`, also for a removed member. */
export const readMember = async (
  deps: ListMembersDeps,
  actor: Actor,
  userId: string,
): Promise<MemberView> => {
  const held = await requireMember(deps, actor);
  const membership = await memberOf(deps, held, userId);
  if (membership.status === "REMOVED") throw new AuthError("not_found");
  const own = userId === held.actor.userId;
  if (!own && !seesAddresses(deps, held)) return { membership, email: undefined };
  return { membership, email: (await deps.directory.profile(userId))?.email };
};

const seesAddresses = ({ roles }: ListMembersDeps, { standing }: MemberStanding): boolean =>
  atLeast(roles, standing.membership.role, ADMIN);
