/**
 * PostAuthentication: the user proved who they are, and their `sub` is known. A migrated user is
 * linked now (APPROVED becomes LINKED), once; anybody else is sure to have a profile.
 */
import { auditEvent, userSubject } from "../domain/audit-event.js";
import { AuthError } from "../domain/errors.js";
import type { MigrationConflict } from "../domain/migration.js";
import { repairApproval } from "./approve-legacy-user.js";
import { type ClaimDeps, claimLegacyIdentity, type FederatedUser } from "./claim-legacy-identity.js";
import { type PoolUser, type ProfileDeps, provisionProfile } from "./ensure-profile.js";

type Deps = ProfileDeps & ClaimDeps;

/** @throws AuthError `internal` when a user carries the legacy id of another user. */
export const completeSignIn = async (
  deps: Deps,
  user: FederatedUser & PoolUser & { legacyId?: string | undefined },
): Promise<void> => {
  const { legacyId, userId } = user;
  if (legacyId !== undefined && userId !== undefined) await linkOnce(deps, { ...user, legacyId, userId });
  // Before the profile: one that was prepared for them is theirs then.
  else await claimLegacyIdentity(deps, user);
  await provisionProfile(deps, user);
};

const linkOnce = async (
  deps: Deps,
  { legacyId, userId, sub, email }: PoolUser & { legacyId: string; userId: string },
): Promise<void> => {
  const known = await deps.directory.legacyIdentity(legacyId);
  if (known?.state === "LINKED" && known.sub === sub) return;
  // No client can write the two ids of the pool: where the directory lost its row, they are the truth.
  if (known === undefined || (known.state === "PREPARED" && known.userId === userId))
    await repairApproval(deps, { legacyId, userId, email });
  const event = auditEvent("migration.completed", {
    subject: userSubject(userId),
    key: `${legacyId}/${sub}`,
    at: deps.clock.now(),
    // The pool user is a new one: the old one was lost, or the pool was moved.
    details: { userId, sub, legacyId, email, ...(known?.sub && { reason: "linked_again" }) },
  });
  const outcome = await deps.directory.linkLegacy({ legacyId, userId, sub }, event);
  if (outcome === "unknown") throw await conflict(deps, { legacyId, userId, sub });
};

const conflict = async (
  deps: Deps,
  { legacyId, userId, sub }: { legacyId: string; userId: string; sub: string },
): Promise<AuthError> => {
  const reason: MigrationConflict = "other_user";
  await deps.audit.record(
    auditEvent("migration.conflict", {
      subject: userSubject(userId),
      key: `${legacyId}/${sub}/${reason}`,
      at: deps.clock.now(),
      details: { legacyId, userId, sub, reason },
    }),
  );
  return new AuthError("internal");
};
