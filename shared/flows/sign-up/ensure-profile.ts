/**
 * Makes sure that a pool user has a profile, and one user id, whichever door they came through.
 * Reached from the sign-up endpoint, PostConfirmation and PostAuthentication, in any order and any
 * number of times.
 */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";
import { type AcceptDeps, acceptInvitations } from "../accounts/accept-invitations.js";

type EnsureDeps = Pick<Ports, "clock" | "directory" | "random">;
export type ProfileDeps = AcceptDeps & EnsureDeps;

type NamedUser = {
  readonly sub: string;
  readonly email: string;
  /** `custom:user_id`, for users who brought one along. */
  readonly userId?: string | undefined;
};
export type PoolUser = NamedUser & { readonly emailVerified: boolean };

/**
 * After the user proved their address: they are in the accounts that they were invited to, the profile is
 * ACTIVE, and `user.confirmed` is recorded once. ACTIVE comes last: what is not is made up for at sign-in.
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
 * After a confirmation by whichever door. One that our endpoint makes waits for the password that comes
 * with the code: until then nobody may sign in with the one that the address was registered with, because
 * that may be a stranger's. See docs/triggers.md, PreAuthentication.
 */
export const settleConfirmation = async (
  deps: ProfileDeps,
  user: PoolUser & { readonly passwordFollows: boolean },
): Promise<void> => {
  const known = await deps.directory.userIdBySub(user.sub);
  const profile = known === undefined ? undefined : await deps.directory.profile(known);
  if (profile?.passwordPending !== true && !user.passwordFollows) return confirmProfile(deps, user);
  const missing = { type: "signup.requested", status: "UNCONFIRMED", passwordPending: true } as const;
  await ensureProfile(deps, user, missing);
};

/**
 * At sign-in: users whom nobody signed up (an administrator made them) get an ACTIVE profile, and those
 * whose confirmation was cut short are confirmed now. Somebody who is in no account yet gets the ones
 * they were invited to; whoever is in one accepts further invitations by an act of their own.
 */
export const provisionProfile = async (deps: ProfileDeps, user: PoolUser): Promise<void> => {
  const userId = await ensureProvisioned(deps, user);
  const profile = await deps.directory.profile(userId);
  if (profile?.status === "UNCONFIRMED") {
    if (profile.passwordPending !== true) await confirmProfile(deps, user);
  } else if (profile?.membershipCount === 0) await acceptInvitations(deps, { ...user, userId });
};

/** The user id of a pool user, who has an ACTIVE profile from now on if they had none. */
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
  const userId = user.userId ?? deps.random.id("usr");
  const event = auditEvent(missing.type, {
    subject: userSubject(userId),
    key: user.sub,
    at: deps.clock.now(),
    details: { userId, sub: user.sub, email: user.email },
  });
  const { sub, email } = user;
  const isNew = user.userId === undefined;
  const { status, passwordPending } = missing;
  const profile = { userId, sub, email, status, passwordPending, isNew };
  const outcome = await deps.directory.createProfile(profile, event);
  // Somebody else was first: their id is the user's id.
  return outcome === "exists" ? ((await deps.directory.userIdBySub(sub)) ?? userId) : userId;
};
