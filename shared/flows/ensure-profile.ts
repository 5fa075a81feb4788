/**
 * Makes sure that a pool user has a profile, and one user id, whichever door they came through.
 * Reached from the sign-up endpoint, PostConfirmation and PostAuthentication, in any order and any
 * number of times.
 */
import { auditEvent, userSubject } from "../domain/audit-event.js";
import type { Ports } from "../ports.js";

type Deps = Pick<Ports, "clock" | "directory" | "random">;

export type PoolUser = {
  readonly sub: string;
  readonly email: string;
  /** `custom:user_id`, for users who brought one along. */
  readonly userId?: string | undefined;
};

/** After the user proved their address: the profile is ACTIVE, and `user.confirmed` is recorded once. */
export const confirmProfile = async (deps: Deps, user: PoolUser): Promise<void> => {
  const userId = await ensureProfile(deps, user, { type: "signup.requested", status: "UNCONFIRMED" });
  const event = auditEvent("user.confirmed", {
    subject: userSubject(userId),
    key: user.sub,
    at: deps.clock.now(),
    details: { userId, sub: user.sub, email: user.email },
  });
  await deps.directory.activateProfile(userId, event);
};

/** At sign-in: users whom nobody signed up (an administrator made them) get an ACTIVE profile. */
export const provisionProfile = (deps: Deps, user: PoolUser): Promise<string> =>
  ensureProfile(deps, user, { type: "user.provisioned", status: "ACTIVE" });

const ensureProfile = async (
  deps: Deps,
  user: PoolUser,
  missing: { type: "signup.requested" | "user.provisioned"; status: "UNCONFIRMED" | "ACTIVE" },
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
  const outcome = await deps.directory.createProfile({ userId, sub, email, status: missing.status }, event);
  // Somebody else was first: their id is the user's id.
  return outcome === "exists" ? ((await deps.directory.userIdBySub(sub)) ?? userId) : userId;
};
