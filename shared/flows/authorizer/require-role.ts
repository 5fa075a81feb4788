/**
 * Guard of actions that need a role. Uses a consistent read of the directory, because the authorizer may have
 * read the role before it changed.
 */
import { type ActiveStanding, judgeStanding } from "../../domain/account.js";
import { mayRead, scopesCover } from "../../domain/account-scopes.js";
import type { Actor, UserActor } from "../../domain/actor.js";
import { atLeast, type Role } from "../../domain/role.js";
import type { Ports, Settings } from "../../ports/index.js";
import { denyAccess } from "./deny-access.js";

export type MemberDeps = Pick<Ports, "audit" | "clock" | "directory">;
export type RoleDeps = MemberDeps & Pick<Settings, "roles">;

/** An actor with their current standing in the account. */
export type MemberStanding = { readonly actor: UserActor; readonly standing: ActiveStanding };

/**
 * The actor's standing in the account of the request, if they have the role or a higher one.
 *
 * @throws AuthError `role_required` for a member with a lower role. `forbidden` without an ACTIVE membership
 * of an ACTIVE account, for an API key, and for a token without the scope. All are audited.
 */
export const requireRole = async (deps: RoleDeps, actor: Actor, wanted: Role): Promise<MemberStanding> => {
  const held = await requireMember(deps, actor);
  if (!atLeast(deps.roles, held.standing.membership.role, wanted))
    return denyAccess(deps, actor, { reason: "role_too_low", code: "role_required" });
  if (!scopesCover(actor.scopes, wanted, deps.roles))
    return denyAccess(deps, actor, { reason: "scope_missing" });
  return held;
};

/** Guard of actions that every member may perform. @throws AuthError `forbidden`, audited. */
export const requireMember = async (deps: MemberDeps, actor: Actor): Promise<MemberStanding> => {
  if (actor.credential === "api_key") return denyAccess(deps, actor, { reason: "credential" });
  if (actor.systemAccountId === undefined) return denyAccess(deps, actor, { reason: "account_missing" });
  const verdict = judgeStanding(await deps.directory.standing(actor.userId, actor.systemAccountId));
  if (verdict.kind === "refused") return denyAccess(deps, actor, { reason: verdict.reason });
  if (!mayRead(actor.scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
  return { actor, standing: verdict.standing };
};
