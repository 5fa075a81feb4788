/** Sets the attributes of a resource that permission rules use: owner, department and project. */
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import type { Resource, ResourceFacts } from "../../domain/permission/resource.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { permissionEvent } from "./permission-event.js";
import { type GuardDeps, requirePermission } from "./require-permission.js";

/**
 * Replaces all attributes. @throws AuthError as `requirePermission`; `invalid_request` if the owner is not a
 * member; `conflict`.
 */
export const describeResource = (
  deps: GuardDeps,
  actor: Actor,
  { resource, facts }: { readonly resource: Resource; readonly facts: ResourceFacts },
): Promise<ResourceFacts> =>
  retryOnConflict(async () => {
    const { by, actor: user } = await requirePermission(deps, actor, { resource, action: "admin" });
    const { systemAccountId } = by;
    const { ownerId } = facts;
    if (ownerId !== undefined) {
      const { standing } = await deps.permissions.member(ownerId, systemAccountId);
      if (standing.membership === undefined || standing.membership.status === "REMOVED")
        throw new AuthError("invalid_request", { fields: ["owner_id"] });
    }
    const event = permissionEvent("resource.described", user, {
      ...{ at: deps.clock.now(), systemAccountId, resource, target: resource },
      ...(ownerId !== undefined && { userId: ownerId }),
    });
    const described = { systemAccountId, resource, facts };
    return (await deps.permissions.describe(described, by, event)) === "changed" ? facts : "refused";
  });
