/**
 * PostAuthentication: the user proved who they are, and their `sub` is known. A migrated user is
 * linked now (APPROVED becomes LINKED), once; anybody else is sure to have a profile.
 */
import { auditEvent, userSubject } from "../domain/audit-event.js";
import { AuthError } from "../domain/errors.js";
import type { Ports } from "../ports.js";
import { type PoolUser, provisionProfile } from "./ensure-profile.js";

type Deps = Pick<Ports, "clock" | "directory" | "random">;

/** @throws AuthError `internal` when a user carries a legacy id that nobody approved. */
export const completeSignIn = async (
  deps: Deps,
  user: PoolUser & { legacyId?: string | undefined },
): Promise<void> => {
  const { legacyId, userId, sub } = user;
  if (legacyId === undefined || userId === undefined) {
    await provisionProfile(deps, user);
    return;
  }
  const known = await deps.directory.legacyIdentity(legacyId);
  if (known?.state === "LINKED" && known.sub === sub) return;
  const event = auditEvent("migration.completed", {
    subject: userSubject(userId),
    key: `${legacyId}/${sub}`,
    at: deps.clock.now(),
    details: { userId, sub, legacyId, email: user.email },
  });
  const outcome = await deps.directory.linkLegacy({ legacyId, userId, sub }, event);
  if (outcome === "unknown") throw new AuthError("internal");
};
