/** The end of a migration, by whichever door: the legacy identity is the pool user's, or is somebody else's. */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import type { MigrationConflict } from "../../domain/migration.js";
import type { Ports } from "../../ports/index.js";

/** Links an approved identity and records `migration.completed`; `reason` says what is unusual about it. */
export const linkLegacyIdentity = (
  deps: Pick<Ports, "clock" | "directory">,
  { email, ...identity }: { legacyId: string; userId: string; sub: string; email: string },
  reason?: "provider" | "linked_again",
): ReturnType<Ports["directory"]["linkLegacy"]> =>
  deps.directory.linkLegacy(
    identity,
    auditEvent("migration.completed", {
      subject: userSubject(identity.userId),
      key: `${identity.legacyId}/${identity.sub}`,
      at: deps.clock.now(),
      details: { ...identity, email, reason },
    }),
  );

/** A pool user who cannot have the identity. `userId` is undefined while they have no profile. */
export const recordLinkConflict = (
  deps: Pick<Ports, "audit" | "clock">,
  input: { sub: string; userId: string | undefined; legacyId: string; reason: MigrationConflict },
): Promise<void> => {
  const { sub, userId, legacyId, reason } = input;
  return deps.audit.record(
    auditEvent("migration.conflict", {
      subject: userSubject(userId ?? sub),
      key: `${legacyId}/${sub}/${reason}`,
      at: deps.clock.now(),
      details: { legacyId, userId, sub, reason },
    }),
  );
};
