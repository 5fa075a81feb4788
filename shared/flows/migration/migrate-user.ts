/**
 * Migrates a legacy user into the pool at the first sign-in. Only an explicit match migrates. A refusal and
 * an unknown user have the same outcome; an outage is an error instead. Idempotent, also when run
 * concurrently: one legacy id gets one user id, one approval and one audit event.
 */
import { auditEvent, minuteOf, pseudonymSubject, userSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { mapUser } from "../../domain/legacy-mapping/map-user.js";
import {
  isMigratable,
  type LegacyUser,
  type MigrationConflict,
  migratedAttributes,
} from "../../domain/migration.js";
import { countedSignInText, isWithinRequest } from "../../domain/request-start.js";
import { isReservedName } from "../../domain/reserved-name.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { LegacyAnswer, Ports, Settings } from "../../ports/index.js";
import { answerProbe, type ProbeAnswerDeps } from "./answer-probe.js";
import { approveLegacyUser } from "./approve-legacy-user.js";
import { type LegacyTimeDeps, legacyTime } from "./legacy-time.js";
import { mayTakeOver } from "./pool-holder.js";
import { recordDroppedValues } from "./record-dropped-values.js";

export type MigrateDeps = Pick<
  Ports,
  | "audit"
  | "clock"
  | "directory"
  | "legacy"
  | "metrics"
  | "poolDirectory"
  | "pseudonyms"
  | "random"
  | "throttle"
> &
  Pick<Settings, "legacyMapping"> &
  LegacyTimeDeps &
  ProbeAnswerDeps;

/** A password to verify. After a forgotten password there is none, and only the name is looked up. */
export type Proof = { readonly kind: "password"; readonly password: string } | { readonly kind: "none" };

export type MigrationOutcome =
  | {
      readonly kind: "migrated";
      /** The user was approved by this call. */
      readonly isNew: boolean;
      readonly attributes: Record<string, string>;
    }
  | { readonly kind: "refused" };

/**
 * @throws AuthError `temporarily_unavailable` if the legacy system or the directory gives no usable answer.
 */
export const migrateUser = async (
  deps: MigrateDeps,
  input: {
    userPoolId: string;
    username: string;
    proof: Proof;
    /** The start of the request at our endpoint; undefined for other callers. */
    began?: Date | undefined;
    /** The endpoint's proof that it counted the attempt. */
    counted?: string | undefined;
  },
): Promise<MigrationOutcome> => {
  const identifier = normaliseIdentifier(input.username);
  if (isReservedName(identifier)) return probed(deps, identifier, input);
  const pseudonym = await deps.pseudonyms.of(identifier);
  const wasCounted = await isCounted(deps, identifier, input);
  const [attempt, timeLeft] = await Promise.all([
    wasCounted ? undefined : deps.throttle.take(THROTTLES.migrationPerIdentifier, pseudonym),
    legacyTime(deps, input.began),
  ]);
  if (attempt?.allowed === false) return { kind: "refused" };

  const answer = await askLegacy(deps, identifier, input.proof, timeLeft());
  if (answer.kind === "refused") return { kind: "refused" };
  // Counted like a refusal: whether a record is unusable must not show.
  if (answer.kind === "unusable") return conflict(deps, pseudonym, answer.reason);
  // A refused password keeps the attempt counted. So does the first migration of a user: the pool then has the name, and
  // does not ask again. If it asks nevertheless, the attempts are refunded, like those of an outage.
  let outcome: MigrationOutcome | undefined;
  try {
    if (answer.kind === "unavailable") return await unavailable(deps, pseudonym, answer.reason);
    outcome = await admit(deps, { ...input, identifier, pseudonym, user: answer.user });
    return outcome;
  } finally {
    if (!wasCounted && (outcome?.kind !== "migrated" || !outcome.isNew))
      await deps.throttle.refund(THROTTLES.migrationPerIdentifier, pseudonym);
  }
};

/**
 * The endpoint counts a sign-in on the rules of name and network before the pool is asked, and those bound
 * a burst more strictly. It proves that with a key that other callers of the pool do not have.
 */
const isCounted = async (
  { clock, pseudonyms }: Pick<MigrateDeps, "clock" | "pseudonyms">,
  identifier: string,
  { proof, began, counted }: { proof: Proof; began?: Date | undefined; counted?: string | undefined },
): Promise<boolean> => {
  if (proof.kind !== "password" || began === undefined || counted === undefined) return false;
  if (!isWithinRequest(began, clock.now())) return false;
  return counted === (await pseudonyms.of(countedSignInText(identifier, began)));
};

type LegacyMatch = {
  readonly userPoolId: string;
  readonly identifier: string;
  readonly pseudonym: string;
  readonly proof: Proof;
  readonly user: LegacyUser;
};

const admit = async (deps: MigrateDeps, match: LegacyMatch): Promise<MigrationOutcome> => {
  const { userPoolId, identifier, pseudonym, proof, user } = match;
  if (!isMigratable(user, identifier)) return conflict(deps, pseudonym, "address_mismatch", user.id);
  // Without a verified address Cognito can send no code, so the migrated user could not sign in. Before
  // migration the old password still works.
  if (proof.kind === "none" && !user.emailVerified)
    return conflict(deps, pseudonym, "address_unproved", user.id);

  const mapped = mapUser(deps.legacyMapping, user);
  const { entitlements, dropped, missing } = mapped;
  const tell = (subject: string) => recordDroppedValues(deps, { subject, legacyId: user.id, dropped });
  if (missing.length > 0) {
    await tell(pseudonymSubject(pseudonym));
    return conflict(deps, pseudonym, "attribute_missing", user.id);
  }
  const approval = await approveLegacyUser(deps, user, identifier, {
    entitlements,
    // PostAuthentication follows. After a forgotten password it may take days, or never come.
    profileAtLink: proof.kind === "password",
    mayTakeOver: (sub) =>
      mayTakeOver(deps, {
        ...{ userPoolId, sub, email: identifier },
        passwordProved: proof.kind === "password" && user.emailVerified,
      }),
  });
  // The record of an erased user leaves no id behind.
  if (approval.kind === "conflict" && approval.reason === "erased")
    return conflict(deps, pseudonym, approval.reason);
  if (approval.kind === "conflict") return conflict(deps, pseudonym, approval.reason, user.id);
  const { userId, isNew } = approval;
  // PreAuthentication does not know the user before migration, so a profile suspended in advance is refused
  // here.
  if (!isNew && (await deps.directory.profile(userId))?.status === "SUSPENDED") return { kind: "refused" };
  await tell(userSubject(userId));
  return { kind: "migrated", isNew, attributes: migratedAttributes(user, userId, mapped.attributes) };
};

/**
 * Neither counted nor recorded, because no user has the name. A request of a caller has a start, and is no probe.
 */
const probed = async (
  deps: MigrateDeps,
  identifier: string,
  { proof, began }: { proof: Proof; began?: Date | undefined },
): Promise<MigrationOutcome> => {
  if (began === undefined && proof.kind === "password") await answerProbe(deps, identifier, proof.password);
  return { kind: "refused" };
};

const askLegacy = async (
  deps: MigrateDeps,
  identifier: string,
  proof: Proof,
  withinMs: number | undefined,
): Promise<LegacyAnswer> => {
  if (proof.kind === "none") return deps.legacy.lookup(identifier, withinMs);
  // LDAP directories accept an empty password as an anonymous bind (RFC 4513 section 5.1.2).
  if (proof.password === "") return { kind: "refused" };
  return deps.legacy.verify(identifier, proof.password, withinMs);
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
  reason: MigrationConflict,
  /** Undefined for a record that cannot be read. */
  legacyId?: string,
): Promise<MigrationOutcome> => {
  const event = auditEvent("migration.conflict", {
    subject: pseudonymSubject(pseudonym),
    key: `${legacyId ?? ""}/${pseudonym}/${reason}`,
    at: deps.clock.now(),
    details: { legacyId, reason },
  });
  await deps.audit.record(event);
  return { kind: "refused" };
};
