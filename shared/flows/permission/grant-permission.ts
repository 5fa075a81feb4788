/**
 * Grants and revokes permissions. Needs `admin` on the resource. A grant cannot outlast the permission of the
 * user who gives it.
 */
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { heldUntil } from "../../domain/permission/decide.js";
import { type Grant, granteeParts, isCurrent } from "../../domain/permission/grant.js";
import { typeOf } from "../../domain/permission/resource.js";
import { knowsAction } from "../../domain/permission/type-rules.js";
import { isRole } from "../../domain/role.js";
import { timeText } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { permissionEvent } from "./permission-event.js";
import { type GuardDeps, requirePermission } from "./require-permission.js";

export type GrantDeps = GuardDeps & Pick<Ports, "teams">;
export type GrantInput = Pick<Grant, "resource" | "grantee" | "actions" | "expiresAtSeconds">;

/**
 * @throws AuthError as `requirePermission`, also if the grant would outlast the giver's own permission;
 * `invalid_request` for an unknown grantee, an unknown action or an expiry in the past; `conflict`.
 */
export const grantPermission = (deps: GrantDeps, actor: Actor, input: GrantInput): Promise<Grant> =>
  retryOnConflict(async () => {
    const { resource, grantee } = input;
    const permitted = await requirePermission(deps, actor, { resource, action: "admin" });
    const { systemAccountId } = permitted.by;
    const until = heldUntil(permitted.explanation) ?? 0;
    if (until < (input.expiresAtSeconds ?? Number.POSITIVE_INFINITY))
      return denyAccess(deps, actor, {
        ...{ reason: "grant_outlives_own", code: "permission_required" },
        ...{ resource, actions: input.actions.join() },
      });
    await refuseWrong(deps, systemAccountId, input);
    const at = deps.clock.now();
    const { userId: grantedBy } = permitted.by;
    const grant: Grant = {
      ...{ systemAccountId, resource, grantee, grantedBy },
      actions: [...new Set(input.actions)],
      grantedAt: at.toISOString(),
      ...(input.expiresAtSeconds !== undefined && { expiresAtSeconds: input.expiresAtSeconds }),
    };
    const event = permissionEvent("permission.granted", permitted.actor, { at, ...aboutOf(grant) });
    return (await deps.permissions.grant(grant, permitted.by, event)) === "granted" ? grant : "refused";
  });

/** @throws AuthError as `requirePermission`; `not_found` if there is no such grant. */
export const revokePermission = (
  deps: GrantDeps,
  actor: Actor,
  { resource, grantee }: Pick<Grant, "resource" | "grantee">,
): Promise<void> =>
  retryOnConflict(async () => {
    const { by, actor: user } = await requirePermission(deps, actor, { resource, action: "admin" });
    const { systemAccountId } = by;
    const wanted = { resources: [resource], grantees: [grantee] };
    const [grant] = (await deps.permissions.evidence(systemAccountId, wanted)).grants;
    if (grant === undefined) throw new AuthError("not_found");
    const event = permissionEvent("permission.revoked", user, {
      at: deps.clock.now(),
      ...aboutOf(grant),
    });
    return (await deps.permissions.revoke(grant, by, event)) === "refused" ? "refused" : undefined;
  });

const aboutOf = ({ systemAccountId, resource, grantee, actions, expiresAtSeconds }: Grant) => {
  const to = granteeParts(grantee);
  return {
    ...{ systemAccountId, resource, grantee },
    target: `${resource}/${grantee}`,
    actions: actions.join(),
    ...(to?.kind === "user" && { userId: to.id }),
    ...(expiresAtSeconds !== undefined && { expiresAt: timeText(expiresAtSeconds) }),
  };
};

const refuseWrong = async (deps: GrantDeps, systemAccountId: string, input: GrantInput): Promise<void> => {
  const wrong = (field: string) => new AuthError("invalid_request", { fields: [field] });
  const type = typeOf(input.resource);
  if (!input.actions.every((action) => knowsAction(deps.permissionRules, type, action)))
    throw wrong("actions");
  if (!isCurrent(input, deps.clock.now())) throw wrong("expires_at");
  if (!(await isThere(deps, systemAccountId, input.grantee))) throw wrong("grantee");
};

const isThere = async (deps: GrantDeps, systemAccountId: string, grantee: string): Promise<boolean> => {
  const { kind, id } = granteeParts(grantee) ?? {};
  if (kind === "role") return isRole(deps.roles, id ?? "");
  if (kind === "group") return true;
  if (kind === "team") return (await deps.teams.find(systemAccountId, id ?? "")) !== undefined;
  if (kind !== "user") return false;
  const { standing } = await deps.permissions.member(id ?? "", systemAccountId);
  return standing.membership !== undefined && standing.membership.status !== "REMOVED";
};
