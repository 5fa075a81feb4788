/**
 * Changes a member of an account: role, suspension, removal. Admins change other members, and every member
 * may leave. The write is conditional on the rows that the decision is based on, so that two members who
 * change each other at the same time do not both succeed.
 */
import type { Membership } from "../../domain/account.js";
import { mayRead } from "../../domain/account-scopes.js";
import type { Actor, UserActor } from "../../domain/actor.js";
import type { AuditEventType } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { judgeMemberAct, type MemberAct, type MemberVerdict } from "../../domain/member-rules.js";
import { ADMIN, isRole } from "../../domain/role.js";
import { isId } from "../../domain/text.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import {
  type MemberStanding,
  type RoleDeps,
  requireMember,
  requireRole,
} from "../authorizer/require-role.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";

export type ChangeMemberDeps = RoleDeps & Pick<Ports, "accounts">;

const EVENTS = {
  role: "membership.role_changed",
  suspend: "membership.suspended",
  reinstate: "membership.reinstated",
  remove: "membership.removed",
} as const satisfies Record<MemberAct["kind"], AuditEventType>;

/**
 * Returns the resulting membership. Idempotent.
 *
 * @throws AuthError as `requireRole`; `not_found` for a user who was never in the account; `owner_required`,
 * `role_required`, `last_owner` (audited), `conflict`, `invalid_request` for a role that the stage does not
 * have.
 */
export const changeMember = (
  deps: ChangeMemberDeps,
  actor: Actor,
  { userId, act }: { readonly userId: string; readonly act: MemberAct },
): Promise<Membership> =>
  retryOnConflict(async () => {
    const leaving = actor.credential !== "api_key" && actor.userId === userId && act.kind === "remove";
    const left = leaving ? await leftMembership(deps, actor) : undefined;
    if (left !== undefined) return left;
    const held = leaving ? await requireMember(deps, actor) : await requireRole(deps, actor, ADMIN);
    if (act.kind === "role" && !isRole(deps.roles, act.role))
      throw new AuthError("invalid_request", { fields: ["role"] });
    const { account, membership: by } = held.standing;
    const before = await memberOf(deps, held, userId);
    if (before.status === "REMOVED" && act.kind !== "remove") throw new AuthError("not_found");
    const ownerCount = account.ownerCount ?? 0;
    const verdict = judgeMemberAct(by, before, act, { roles: deps.roles, ownerCount });
    if (verdict.kind === "unchanged") return before;
    if (verdict.kind === "refused") return refuse(deps, actor, verdict);
    const { after } = verdict;
    const event = actEvent(leaving ? "membership.left" : EVENTS[act.kind], held.actor, {
      ...{ at: deps.clock.now(), systemAccountId: account.systemAccountId, userId },
      reason: act.kind === "role" ? `${before.role} to ${after.role}` : undefined,
    });
    const outcome = await deps.accounts.changeMembers([{ before, after }], by, event);
    return outcome === "refused" ? outcome : after;
  });

/** The membership of a user who has left the account, or was removed. To leave again changes nothing. */
const leftMembership = async (
  { directory }: ChangeMemberDeps,
  { userId, systemAccountId, scopes }: UserActor,
): Promise<Membership | undefined> => {
  if (systemAccountId === undefined || !isId(systemAccountId) || !mayRead(scopes)) return undefined;
  const { profile, membership } = await directory.standing(userId, systemAccountId);
  return profile?.status === "ACTIVE" && membership?.status === "REMOVED" ? membership : undefined;
};

/**
 * A user's membership in the actor's account. @throws AuthError `not_found`, also if the user exists
 * elsewhere.
 */
export const memberOf = async (
  deps: Pick<Ports, "directory">,
  { standing }: MemberStanding,
  userId: string,
): Promise<Membership> => {
  if (userId === standing.membership.userId) return standing.membership;
  if (!isId(userId)) throw new AuthError("not_found");
  const { membership } = await deps.directory.standing(userId, standing.account.systemAccountId);
  if (membership === undefined) throw new AuthError("not_found");
  return membership;
};

const CODES = {
  owner_required: "owner_required",
  role_too_low: "role_required",
  last_owner: "last_owner",
} as const;

const refuse = (
  deps: ChangeMemberDeps,
  actor: Actor,
  { reason }: Extract<MemberVerdict, { kind: "refused" }>,
): Promise<never> => {
  if (reason === "not_in_this_state") throw new AuthError("conflict");
  return denyAccess(deps, actor, { reason, code: CODES[reason] });
};
