/**
 * Somebody who comes by an external provider and whom the legacy system knows by the same address gets
 * their legacy identity: the provider proved the address, and the legacy system says that it did, too.
 * Without that, whoever once typed a stranger's address there would be joined with its owner. Nobody is
 * kept from signing in by this: what cannot be known now is asked again at the next sign-in.
 */
import { userSubject } from "../../domain/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { mapPerson } from "../../domain/legacy-mapping/map-person.js";
import { isMigratable, type MigrationConflict } from "../../domain/migration.js";
import type { Ports, Settings } from "../../ports/index.js";
import { applyEntitlements, type EntitleDeps } from "./apply-entitlements.js";
import { approveLegacyUser } from "./approve-legacy-user.js";
import { linkLegacyIdentity, recordLinkConflict } from "./link-legacy-identity.js";
import { recordDroppedValues } from "./record-dropped-values.js";

export type ClaimDeps = EntitleDeps &
  Pick<Ports, "audit" | "clock" | "directory" | "legacy" | "metrics" | "random"> &
  Pick<Settings, "legacyMapping">;

export type FederatedUser = {
  readonly sub: string;
  readonly email: string;
  /** Came by a provider, which vouches for the address. */
  readonly vouchedFor?: boolean | undefined;
};

/** Leaves the user linked, or as they were. Never rejects. */
export const claimLegacyIdentity = async (deps: ClaimDeps, user: FederatedUser): Promise<void> => {
  if (user.vouchedFor !== true) return;
  try {
    await claim(deps, user);
  } catch (thrown) {
    if (!(thrown instanceof AuthError)) throw thrown;
    deps.metrics.count("legacy_claim_failed");
  }
};

const claim = async (deps: ClaimDeps, { sub, email: typed }: FederatedUser): Promise<void> => {
  const email = normaliseIdentifier(typed);
  const known = await deps.directory.userIdBySub(sub);
  const profile = known === undefined ? undefined : await deps.directory.profile(known);
  const held = profile?.legacyId && (await deps.directory.legacyIdentity(profile.legacyId));
  // Nothing to look up for who has an identity that was linked; one that was only approved is linked below.
  if (held && held.state === "LINKED")
    return held.userId === known ? applyEntitlements(deps, held) : undefined;
  const answer = await deps.legacy.lookup(email);
  if (answer.kind === "unavailable") return deps.metrics.count("legacy_claim_failed");
  if (answer.kind === "refused") return;

  const conflict = (reason: MigrationConflict) =>
    recordLinkConflict(deps, { sub, userId: known, legacyId: answer.user.id, reason });
  if (!isMigratable(answer.user, email)) return conflict("address_mismatch");
  if (!answer.user.emailVerified) return conflict("address_unproved");
  const { entitlements, dropped, missing } = mapPerson(deps.legacyMapping, answer.user);
  const dropping = { subject: userSubject(known ?? sub), legacyId: answer.user.id, dropped };
  await recordDroppedValues(deps, dropping);
  if (missing.length > 0) return conflict("attribute_missing");
  const approval = await approveLegacyUser(deps, answer.user, email, { userId: known, entitlements });
  if (approval.kind === "conflict") return conflict(approval.reason);
  const identity = { legacyId: answer.user.id, userId: approval.userId, sub, email };
  if ((await linkLegacyIdentity(deps, identity, "provider")) === "unknown") return;
  const linked = await deps.directory.legacyIdentity(identity.legacyId);
  if (linked) await applyEntitlements(deps, linked);
};
