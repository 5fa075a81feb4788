/**
 * Ensures that a pool user has one profile and one user id. Called by the sign-up endpoint, PostConfirmation
 * and PostAuthentication, in any order and any number of times.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Ports, SignInUser } from "../../ports/index.js";
import { type AcceptDeps, acceptInvitations } from "../accounts/accept-invitations.js";
import { type RefuseErasedDeps, refuseErasedUser } from "../migration/tombstones-of.js";
import { type FollowAddressDeps, followAddress } from "../sign-in/follow-address.js";

type EnsureDeps = RefuseErasedDeps & Pick<Ports, "random">;
export type ProfileDeps = AcceptDeps & EnsureDeps;
export type ProvisionDeps = ProfileDeps & FollowAddressDeps;

type NamedUser = {
  readonly sub: string;
  readonly email: string;
  /** `custom:user_id`, for migrated users. */
  readonly userId?: string | undefined;
};
export type PoolUser = NamedUser & { readonly emailVerified: boolean };

/**
 * Called when the user has verified the address: accepts the user's invitations, makes the profile ACTIVE,
 * and records `user.confirmed` once. ACTIVE is set last, so that sign-in repeats an interrupted run.
 */
export const confirmProfile = async (deps: ProfileDeps, user: PoolUser): Promise<void> => {
  const userId = await ensureProfile(deps, user, { type: "signup.requested", status: "UNCONFIRMED" });
  await acceptInvitations(deps, { ...user, userId });
  const event = auditEvent("user.confirmed", {
    subject: userSubject(userId),
    key: user.sub,
    at: deps.clock.now(),
    details: { userId, sub: user.sub, email: user.email },
  });
  await deps.directory.activateProfile(userId, event);
};

/**
 * Called after any confirmation. A confirmation by our endpoint waits for the password that is sent with the
 * code. Until then sign-in is refused, because the password of the registration may be an attacker's. See
 * docs/triggers.md, PreAuthentication.
 */
export const handleConfirmation = async (
  deps: ProfileDeps,
  user: PoolUser & { readonly passwordFollows: boolean },
): Promise<void> => {
  const { profile } = await deps.directory.signInUser({ sub: user.sub });
  if (profile?.passwordPending !== true && !user.passwordFollows) return confirmProfile(deps, user);
  const missing = { type: "signup.requested", status: "UNCONFIRMED", passwordPending: true } as const;
  await ensureProfile(deps, user, missing);
};

/**
 * Called at sign-in. A user without a profile, for example one created by an administrator, gets an ACTIVE
 * one. The profile takes over an address that was changed in the pool. An interrupted confirmation is completed. A user
 * without memberships gets the accounts they were invited to, ten at a sign-in. A user with memberships accepts later
 * invitations explicitly.
 */
export const provisionProfile = async (
  deps: ProvisionDeps,
  user: PoolUser,
  read?: SignInUser,
): Promise<void> => {
  const found = read ?? (await deps.directory.signInUser(user));
  const userId = found.linkedUserId ?? (await ensureProvisioned(deps, user));
  const held = found.profile?.userId === userId ? found.profile : await deps.directory.profile(userId);
  const profile = held && (await followAddress(deps, held, user));
  if (profile?.status === "UNCONFIRMED") {
    if (profile.passwordPending !== true) await confirmProfile(deps, user);
  } else if (profile?.acceptingSince !== undefined || profile?.membershipCount === 0)
    await acceptInvitations(deps, { ...user, userId }, profile.acceptingSince);
};

/** The user id of a pool user. Creates an ACTIVE profile if there is none. */
export const ensureProvisioned = (deps: EnsureDeps, user: NamedUser): Promise<string> =>
  ensureProfile(deps, user, { type: "user.provisioned", status: "ACTIVE" });

const ensureProfile = async (
  deps: EnsureDeps,
  user: NamedUser,
  missing: {
    type: "signup.requested" | "user.provisioned";
    status: "UNCONFIRMED" | "ACTIVE";
    passwordPending?: boolean;
  },
): Promise<string> => {
  const known = await deps.directory.userIdBySub(user.sub);
  if (known !== undefined) return known;
  if (user.userId !== undefined) await refuseErasedUser(deps, { userId: user.userId, sub: user.sub });
  const userId = user.userId ?? deps.random.id("usr");
  const event = auditEvent(missing.type, {
    subject: userSubject(userId),
    key: user.sub,
    at: deps.clock.now(),
    details: { userId, sub: user.sub, email: user.email },
  });
  const { sub, email } = user;
  const { status, passwordPending } = missing;
  const profile = { userId, sub, email, status, passwordPending };
  const outcome = await deps.directory.createProfile(profile, event);
  // A concurrent call created the profile: its user id counts.
  return outcome === "exists" ? ((await deps.directory.userIdBySub(sub)) ?? userId) : userId;
};
