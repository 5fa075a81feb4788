/**
 * Somebody who comes by an external provider and whom the legacy system knows by the same address gets
 * their legacy identity: the provider proved the address, and the legacy system says that it did, too.
 * Without that, whoever once typed a stranger's address there would be joined with its owner. Nobody is
 * kept from signing in by this: what cannot be known now is asked again at the next sign-in.
 */
import { AuthError } from "../domain/errors.js";
import { normaliseIdentifier } from "../domain/identifier.js";
import { isMigratable, type MigrationConflict } from "../domain/migration.js";
import type { Ports } from "../ports.js";
import { approveLegacyUser } from "./approve-legacy-user.js";
import { linkLegacyIdentity, recordLinkConflict } from "./link-legacy-identity.js";

export type ClaimDeps = Pick<Ports, "audit" | "clock" | "directory" | "legacy" | "metrics" | "random">;

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
  // Nothing to do for who has an identity that was linked; one that was only approved is linked below.
  if (profile?.legacyId !== undefined && (await isLinked(deps, profile.legacyId))) return;
  const answer = await deps.legacy.lookup(email);
  if (answer.kind === "unavailable") return deps.metrics.count("legacy_claim_failed");
  if (answer.kind === "refused") return;

  const conflict = (reason: MigrationConflict) =>
    recordLinkConflict(deps, { sub, userId: known, legacyId: answer.user.id, reason });
  if (!isMigratable(answer.user, email)) return conflict("address_mismatch");
  if (!answer.user.emailVerified) return conflict("address_unproved");
  const approval = await approveLegacyUser(deps, answer.user, email, known);
  if (approval.kind === "conflict") return conflict(approval.reason);
  const identity = { legacyId: answer.user.id, userId: approval.userId, sub, email };
  await linkLegacyIdentity(deps, identity, "provider");
};

const isLinked = async ({ directory }: ClaimDeps, legacyId: string): Promise<boolean> =>
  (await directory.legacyIdentity(legacyId))?.state === "LINKED";
