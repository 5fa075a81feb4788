/**
 * Brings a user of the legacy system into the pool at their first sign-in. Only an explicit match
 * migrates; a refusal and an unknown user are the same answer; an outage is no refusal. Safe to
 * repeat and to overlap: one legacy id gets one user id, one approval and one audit event.
 */
import { auditEvent, minuteOf, pseudonymSubject, userSubject } from "../../domain/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { mapPerson } from "../../domain/legacy-mapping/map-person.js";
import {
  isMigratable,
  type LegacyUser,
  type MigrationConflict,
  migratedAttributes,
} from "../../domain/migration.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { LegacyAnswer, Ports, Settings } from "../../ports/index.js";
import { approveLegacyUser } from "./approve-legacy-user.js";
import { recordDroppedValues } from "./record-dropped-values.js";

export type MigrateDeps = Pick<
  Ports,
  "audit" | "clock" | "directory" | "legacy" | "metrics" | "pseudonyms" | "random" | "throttle"
> &
  Pick<Settings, "legacyMapping">;

/** A password to verify, or, at a forgotten password, nothing but the name. */
export type Proof = { readonly kind: "password"; readonly password: string } | { readonly kind: "none" };

export type MigrationOutcome =
  | { readonly kind: "migrated"; readonly attributes: Record<string, string> }
  | { readonly kind: "refused" };

/** @throws AuthError `temporarily_unavailable` when the legacy system or the directory gave no usable answer. */
export const migrateUser = async (
  deps: MigrateDeps,
  input: { username: string; proof: Proof },
): Promise<MigrationOutcome> => {
  const identifier = normaliseIdentifier(input.username);
  const pseudonym = await deps.pseudonyms.of(identifier);
  const turn = await deps.throttle.take(THROTTLES.migrationPerIdentifier, pseudonym);
  if (!turn.allowed) return { kind: "refused" };

  const answer = await askLegacy(deps, identifier, input.proof);
  if (answer.kind === "refused") return { kind: "refused" };
  // Neither the owner nor an outage is a wrong guess. What follows does not depend on it.
  const givenBack = deps.throttle.giveBack(THROTTLES.migrationPerIdentifier, pseudonym);
  try {
    if (answer.kind === "unavailable") return await unavailable(deps, pseudonym, answer.reason);
    return await admit(deps, { identifier, pseudonym, proof: input.proof, user: answer.user });
  } finally {
    await givenBack;
  }
};

type Vouched = { readonly identifier: string; pseudonym: string; proof: Proof; user: LegacyUser };

const admit = async (deps: MigrateDeps, vouched: Vouched): Promise<MigrationOutcome> => {
  const { identifier, pseudonym, proof, user } = vouched;
  if (!isMigratable(user, identifier)) return conflict(deps, pseudonym, user, "address_mismatch");
  // Without a proved address no code can be sent: the user would be in the pool with no way in, where
  // the old password still opens one.
  if (proof.kind === "none" && !user.emailVerified)
    return conflict(deps, pseudonym, user, "address_unproved");

  const mapped = mapPerson(deps.legacyMapping, user);
  const { entitlements, dropped, missing } = mapped;
  const tell = (subject: string) => recordDroppedValues(deps, { subject, legacyId: user.id, dropped });
  if (missing.length > 0) {
    await tell(pseudonymSubject(pseudonym));
    return conflict(deps, pseudonym, user, "attribute_missing");
  }
  const approval = await approveLegacyUser(deps, user, identifier, { entitlements });
  if (approval.kind === "conflict") return conflict(deps, pseudonym, user, approval.reason);
  const { userId, isNew } = approval;
  // PreAuthentication cannot see who a user will be: somebody suspended ahead of time stops here.
  if (!isNew && (await deps.directory.profile(userId))?.status === "SUSPENDED") return { kind: "refused" };
  await tell(userSubject(userId));
  return { kind: "migrated", attributes: migratedAttributes(user, userId, mapped.attributes) };
};

const askLegacy = async (deps: MigrateDeps, identifier: string, proof: Proof): Promise<LegacyAnswer> => {
  if (proof.kind === "none") return deps.legacy.lookup(identifier);
  // Directories that speak LDAP take an empty password as an anonymous bind, and say yes to it.
  if (proof.password === "") return { kind: "refused" };
  return deps.legacy.verify(identifier, proof.password);
};

const unavailable = async (deps: MigrateDeps, pseudonym: string, reason: string): Promise<never> => {
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("migration.unavailable", {
      subject: pseudonymSubject(pseudonym),
      key: `${pseudonym}/${minuteOf(at)}`,
      at,
      details: { reason },
    }),
  );
  throw new AuthError("temporarily_unavailable");
};

const conflict = async (
  deps: MigrateDeps,
  pseudonym: string,
  user: LegacyUser,
  reason: MigrationConflict,
): Promise<MigrationOutcome> => {
  const event = auditEvent("migration.conflict", {
    subject: pseudonymSubject(pseudonym),
    key: `${user.id}/${pseudonym}/${reason}`,
    at: deps.clock.now(),
    details: { legacyId: user.id, reason },
  });
  await deps.audit.record(event);
  return { kind: "refused" };
};
