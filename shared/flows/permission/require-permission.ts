/**
 * Guard of actions that need a permission. Uses a consistent read of the directory. A denial is audited with
 * the reason, the resource and the action.
 */
import type { Membership } from "../../domain/account.js";
import { scopesAllow } from "../../domain/account-scopes.js";
import type { Actor, UserActor } from "../../domain/actor.js";
import type { Explanation, PermissionDecision, PermissionRefusal } from "../../domain/permission/decide.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { type CheckDeps, explainPermissions, type Wanted } from "./check-permission.js";

export type GuardDeps = CheckDeps & Pick<Ports, "audit">;

export type Permitted = {
  readonly actor: UserActor;
  /** The membership that the decision is based on. Writes must be conditional on it. */
  readonly by: Membership;
  readonly explanation: Explanation;
};

/**
 * @throws AuthError `permission_required` for a member without the permission. `forbidden` without an ACTIVE
 * membership of an ACTIVE account, for an API key, and for a token without the scope. All are audited.
 */
export const requirePermission = async (
  deps: GuardDeps,
  actor: Actor,
  wanted: Wanted,
): Promise<Permitted> => {
  const about = { resource: wanted.resource, actions: wanted.action };
  if (actor.credential === "api_key") return denyAccess(deps, actor, { ...about, reason: "credential" });
  const { userId, systemAccountId } = actor;
  if (systemAccountId === undefined) return denyAccess(deps, actor, { ...about, reason: "account_missing" });
  const { standing, explanations } = await explainPermissions(deps, { userId, systemAccountId }, [wanted]);
  const [explanation] = explanations;
  const by = standing.membership;
  if (explanation?.decision.allowed !== true || by === undefined)
    return denyAccess(deps, actor, { ...about, ...whyNot(explanation?.decision) });
  if (!scopesAllow(actor.scopes, wanted.action))
    return denyAccess(deps, actor, { ...about, reason: "scope_missing" });
  return { actor, by, explanation };
};

const OF_A_MEMBER: readonly string[] = ["action_unknown", "expired", "no_rule"] satisfies PermissionRefusal[];

const whyNot = (decision: PermissionDecision | undefined) => {
  const reason = decision?.allowed === false ? decision.reason : "no_rule";
  return OF_A_MEMBER.includes(reason) ? { reason, code: "permission_required" as const } : { reason };
};
