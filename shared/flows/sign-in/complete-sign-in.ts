/**
 * PostAuthentication: the user is authenticated, and their `sub` is known. Links a migrated user once
 * (APPROVED becomes LINKED), and ensures that every user has a profile.
 */
import type { LegacyIdentity } from "../../domain/account.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { MigrationConflict } from "../../domain/migration.js";
import type { SignInUser } from "../../ports/index.js";
import { applyEntitlements } from "../migration/apply-entitlements.js";
import { repairApproval } from "../migration/approve-legacy-user.js";
import { countedOutage } from "../migration/counted-outage.js";
import {
  type FederatedUser,
  type LinkApprovedLegacyDeps,
  linkApprovedLegacyIdentity,
  requestClaim,
} from "../migration/link-approved-legacy-identity.js";
import { linkLegacyIdentity, recordLegacyLinkConflict } from "../migration/link-legacy-identity.js";
import { type JoinDeps, joinWithHolder } from "../migration/pool-holder.js";
import { profileAtLink } from "../migration/profile-at-link.js";
import { refuseErasedUser } from "../migration/tombstones-of.js";
import { type PoolUser, type ProvisionDeps, provisionProfile } from "../sign-up/ensure-profile.js";

export type CompleteSignInDeps = ProvisionDeps & LinkApprovedLegacyDeps & JoinDeps;

type SignedIn = FederatedUser &
  PoolUser & { readonly userPoolId: string; readonly legacyId?: string | undefined };

/** @throws AuthError `internal` if another pool user has the legacy id; `invalid_credentials` for an erased user. */
export const completeSignIn = async (deps: CompleteSignInDeps, user: SignedIn): Promise<void> => {
  const { legacyId, userId } = user;
  if (legacyId !== undefined && userId !== undefined) {
    const [known, found] = await Promise.all([
      deps.directory.legacyIdentity(legacyId),
      deps.directory.signInUser(user),
    ]);
    const outcome = await linkOnce(deps, { ...user, legacyId, userId }, known);
    return provisionProfile(deps, user, afterLink(found, { ...user, userId }, outcome, known));
  }
  // Before the profile is provisioned, because the link may find a prepared one.
  const identity = await linkApprovedLegacyIdentity(deps, user);
  await provisionProfile(deps, user);
  if (identity === "open") await requestClaim(deps, user);
};

/**
 * PostConfirmation after a forgotten password of a migrated user: links the identity before the first sign-in, so
 * that it is this pool user's if the address changes in between. The code is consumed, so a failure is left to
 * PostAuthentication.
 */
export const linkLegacyAfterReset = async (deps: CompleteSignInDeps, user: SignedIn): Promise<void> => {
  const { legacyId, userId } = user;
  if (legacyId === undefined || userId === undefined) return;
  await countedOutage(deps, undefined, async () => {
    await linkOnce(deps, { ...user, legacyId, userId }, await deps.directory.legacyIdentity(legacyId));
  });
};

/** What a read before the link is after it. Undefined if it must be read again. */
const afterLink = (
  { profile, ...found }: SignInUser,
  { sub, userId }: { sub: string; userId: string },
  outcome: LinkOutcome,
  identity: LegacyIdentity | undefined,
): SignInUser | undefined => {
  if (outcome === "unchanged") return { ...found, profile };
  const linked =
    profile ?? (identity?.email === undefined ? undefined : profileAtLink(identity, identity.email));
  if (outcome === "changed" || linked === undefined) return undefined;
  return { ...found, linkedUserId: userId, profile: { ...linked, sub } };
};

/** `linked`: only the link was written. `changed`: other rows of the user, too. */
type LinkOutcome = "unchanged" | "linked" | "changed";

const linkOnce = async (
  deps: CompleteSignInDeps,
  user: SignedIn & { legacyId: string; userId: string },
  known: LegacyIdentity | undefined,
): Promise<LinkOutcome> => {
  const { legacyId, userId, sub, email } = user;
  const conflict = async (reason: MigrationConflict): Promise<never> => {
    await recordLegacyLinkConflict(deps, { legacyId, userId, sub, reason });
    throw new AuthError("internal");
  };
  if (known?.state === "LINKED" && known.sub === sub) {
    await applyEntitlements(deps, known);
    return known.entitlements === undefined ? "unchanged" : "changed";
  }
  if (known === undefined) await refuseErasedUser(deps, { userId, legacyId, sub });
  // No client can write the two ids in the pool. If the directory lost its row, they are authoritative.
  if (known === undefined || (known.state === "PREPARED" && known.userId === userId))
    await repairApproval(deps, { legacyId, userId, email });
  const holderSub = known?.userId === userId && known.sub !== sub ? known.sub : undefined;
  if (
    holderSub !== undefined &&
    (await joinWithHolder(deps, { ...user, email: normaliseIdentifier(email), holderSub })) === "held"
  )
    return conflict("pool_user_there");
  // The pool user is new: the old one was lost or joined with it, or the pool was replaced.
  const reason = holderSub === undefined ? undefined : "linked_again";
  const approvedEmail = known?.email;
  const outcome = await linkLegacyIdentity(
    deps,
    { legacyId, userId, sub, email, approvedEmail, holder: holderSub },
    reason,
  );
  if (outcome === "unknown") return conflict("other_user");
  if (known !== undefined) await applyEntitlements(deps, known);
  return known?.state === "APPROVED" && known.entitlements === undefined ? "linked" : "changed";
};
