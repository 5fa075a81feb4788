/**
 * Changes of a membership by an Admin or by the member. An owner is an ACTIVE Admin whom only owners can
 * change. The last owner cannot be removed.
 */
import type { Membership } from "./account.js";
import { ADMIN, atLeast, type Role, type Roles } from "./role.js";

export type MemberAct =
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "suspend" | "reinstate" | "remove" };

export type MemberVerdict =
  | { readonly kind: "change"; readonly after: Membership }
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "refused";
      readonly reason: "owner_required" | "role_too_low" | "last_owner" | "not_in_this_state";
    };

export const judgeMemberAct = (
  by: Membership,
  target: Membership,
  act: MemberAct,
  { roles, ownerCount }: { readonly roles: Roles; readonly ownerCount: number },
): MemberVerdict => {
  if (target.owner === true && by.owner !== true) return { kind: "refused", reason: "owner_required" };
  if (act.kind === "role" && !atLeast(roles, by.role, act.role))
    return { kind: "refused", reason: "role_too_low" };
  const wanted = outcome(target, act);
  if (wanted === undefined) return { kind: "refused", reason: "not_in_this_state" };
  if (wanted.role === target.role && wanted.status === target.status) return { kind: "unchanged" };
  const stays = target.owner === true && wanted.role === ADMIN && wanted.status === "ACTIVE";
  if (target.owner === true && !stays && ownerCount <= 1) return { kind: "refused", reason: "last_owner" };
  return { kind: "change", after: stays ? wanted : withoutOwner(wanted) };
};

export const withoutOwner = ({ owner: _, ...membership }: Membership): Membership => membership;

const outcome = (target: Membership, act: MemberAct): Membership | undefined => {
  const { status } = target;
  if (act.kind === "remove") return { ...target, status: "REMOVED" };
  if (status === "REMOVED") return undefined; // a removed member returns only by an invitation
  if (act.kind === "role") return { ...target, role: act.role };
  if (status === "INVITED") return undefined; // nothing to suspend, and only the invited user can accept
  return { ...target, status: act.kind === "suspend" ? "SUSPENDED" : "ACTIVE" };
};
