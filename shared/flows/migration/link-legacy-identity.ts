/** Completes a migration: links the legacy identity to the pool user, or records why that is not possible. */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { MigrationConflict } from "../../domain/migration.js";
import type { Ports } from "../../ports/index.js";

/**
 * Links an approved identity and records `migration.completed`. `reason`: set if the link is not the usual
 * one. `approvedEmail`: the address of the approval, if the pool user may have another one by now. `holder`: the `sub` of
 * another pool user who has the identity until now. A user can replace several in turn, and each time is an event.
 */
export const linkLegacyIdentity = (
  deps: Pick<Ports, "clock" | "directory">,
  {
    email,
    approvedEmail = email,
    holder,
    ...identity
  }: {
    legacyId: string;
    userId: string;
    sub: string;
    email: string;
    approvedEmail?: string | undefined;
    holder?: string | undefined;
  },
  reason?: "provider" | "linked_again",
): ReturnType<Ports["directory"]["linkLegacy"]> =>
  deps.directory.linkLegacy(
    { ...identity, email: approvedEmail },
    auditEvent("migration.completed", {
      subject: userSubject(identity.userId),
      key: [identity.legacyId, identity.sub, ...(holder === undefined ? [] : [holder])].join("/"),
      at: deps.clock.now(),
      details: { ...identity, email, reason },
    }),
  );

/** Records that the pool user cannot have the identity. `userId` is undefined without a profile. */
export const recordLegacyLinkConflict = (
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
