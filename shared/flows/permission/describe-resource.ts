/** Sets the attributes of a resource that permission rules use: owner, department and project. */
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { heldUntil } from "../../domain/permission/decide.js";
import { givesRights, type Resource, type ResourceFacts } from "../../domain/permission/resource.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { permissionEvent } from "./permission-event.js";
import { type GuardDeps, requirePermission } from "./require-permission.js";

/**
 * Replaces all attributes. An owner, a department or a project gives rights without end, so it needs `admin`
 * without end. @throws AuthError as `requirePermission`, also for an `admin` that ends; `invalid_request` if
 * the owner is not a member; `conflict`.
 */
export const describeResource = (
  deps: GuardDeps,
  actor: Actor,
  { resource, facts }: { readonly resource: Resource; readonly facts: ResourceFacts },
): Promise<ResourceFacts> =>
  retryOnConflict(async () => {
    const permitted = await requirePermission(deps, actor, { resource, action: "admin" });
    const { by, actor: user } = permitted;
    if (givesRights(facts) && (heldUntil(permitted.explanation) ?? 0) < Number.POSITIVE_INFINITY)
      return denyAccess(deps, actor, {
        ...{ reason: "grant_outlives_own", code: "permission_required", resource, actions: "admin" },
      });
    const { systemAccountId } = by;
    const { ownerId } = facts;
    if (ownerId !== undefined) {
      const { standing } = await deps.permissions.member(ownerId, systemAccountId);
      if (standing.membership === undefined || standing.membership.status === "REMOVED")
        throw new AuthError("invalid_request", { fields: ["owner_id"] });
    }
    const at = deps.clock.now();
    const event = permissionEvent("resource.described", user, {
      ...{ at, systemAccountId, resource, target: resource },
      ...(ownerId !== undefined && { userId: ownerId }),
    });
    const since = ownerId !== undefined && { ownerSince: at.toISOString() };
    const described = { systemAccountId, resource, facts: { ...facts, ...since } };
    return (await deps.permissions.describe(described, by, event)) === "changed" ? facts : "refused";
  });
