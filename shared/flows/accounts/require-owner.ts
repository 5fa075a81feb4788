/** Guard of actions that only an owner of the account may perform. */
import type { Actor } from "../../domain/actor.js";
import { ADMIN } from "../../domain/role.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { type MemberStanding, type RoleDeps, requireRole } from "../authorizer/require-role.js";

/** @throws AuthError as `requireRole`; `owner_required` for an Admin who is not an owner, audited. */
export const requireOwner = async (deps: RoleDeps, actor: Actor): Promise<MemberStanding> => {
  const held = await requireRole(deps, actor, ADMIN);
  if (held.standing.membership.owner !== true)
    return denyAccess(deps, actor, { reason: "owner_required", code: "owner_required" });
  return held;
};
