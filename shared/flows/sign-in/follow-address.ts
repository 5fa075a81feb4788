/**
 * The address of the profile is a copy of the pool's, which is the truth: invitations, notices and the
 * authorizer's context read the copy. No trigger runs when a user or an administrator changes the address in the
 * pool, so the next sign-in or refresh sees it. See docs/adr/0015-address-changes.md.
 */
import type { UserProfile } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { isEmail, normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports } from "../../ports/index.js";
import { type MoveDeps, moveSources } from "./remember-source.js";

export type FollowAddressDeps = Pick<Ports, "directory"> & MoveDeps;

/**
 * Copies a verified address, and records the change without the addresses. The user's known devices and networks move to
 * the new sign-in name. An unverified address may be another
 * user's, so the profile keeps the last verified one. Of several pool users of one user id, only the one that the
 * profile names counts.
 * @throws AuthError `temporarily_unavailable`.
 */
export const followAddress = async (
  deps: FollowAddressDeps,
  profile: UserProfile,
  { sub, email, emailVerified }: { sub: string; email: string; emailVerified: boolean },
): Promise<UserProfile> => {
  const to = normaliseIdentifier(email);
  const from = profile.email;
  if (!emailVerified || to === from || !isEmail(to)) return profile;
  if (profile.sub !== undefined && profile.sub !== sub) return profile;
  const { userId } = profile;
  const at = deps.clock.now();
  const event = auditEvent("user.email_changed", {
    subject: userSubject(userId),
    key: `${userId}/${at.toISOString()}`,
    at,
    details: { userId, sub },
  });
  // A concurrent call may have copied it: the address is the same for both.
  await deps.directory.changeAddress({ userId, from, to }, event);
  await moveSources(deps, { userId, from, to });
  return { ...profile, email: to };
};
