/**
 * Suspends a user: first the profile, so that the authorizer and the triggers deny access, then the pool
 * user, which ends sign-ins and sessions. Running it again completes an interrupted run. Reinstating uses the
 * reverse order, so that an interrupted run leaves the user suspended.
 */
import type { UserProfile, UserStatus } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { poolUserOf } from "./find-user.js";

type Deps = Pick<OperatorPorts, "clock" | "directory" | "endedSessions" | "operator" | "poolUsers" | "users">;
type Outcome = "changed" | "unchanged" | "unknown";

export const suspendUser = async (
  deps: Deps,
  { userId, reason }: { readonly userId: string; readonly reason: string },
): Promise<Outcome> => {
  const profile = await deps.directory.profile(userId);
  if (profile === undefined) return "unknown";
  const change = { userId, from: ["ACTIVE", "UNCONFIRMED"], to: "SUSPENDED" } as const;
  const outcome = await deps.users.changeStatus(change, eventOf(deps, "user.suspended", profile, reason));
  // Otherwise an access token from before would be valid again after a reinstatement.
  if (profile.sub !== undefined) await deps.endedSessions.endAllOf(profile.sub);
  const poolUser = await poolUserOf(deps, profile);
  if (poolUser !== undefined) {
    await deps.poolUsers.disable(poolUser.username);
    await deps.poolUsers.endSessions(poolUser.username);
  }
  return outcome;
};

/** A user who never confirmed the address becomes UNCONFIRMED, any other user ACTIVE. */
export const reinstateUser = async (
  deps: Deps,
  { userId, reason }: { readonly userId: string; readonly reason: string },
): Promise<Outcome> => {
  const profile = await deps.directory.profile(userId);
  if (profile === undefined) return "unknown";
  if (profile.status !== "SUSPENDED") return "unchanged";
  const poolUser = await poolUserOf(deps, profile);
  if (poolUser !== undefined) await deps.poolUsers.enable(poolUser.username);
  const to: UserStatus = poolUser?.status === "UNCONFIRMED" ? "UNCONFIRMED" : "ACTIVE";
  return deps.users.changeStatus(
    { userId, from: ["SUSPENDED"], to },
    eventOf(deps, "user.reinstated", profile, reason),
  );
};

const eventOf = (
  { clock, operator }: Deps,
  type: "user.suspended" | "user.reinstated",
  { userId, sub, email }: UserProfile,
  reason: string,
) => {
  const at = clock.now();
  return auditEvent(type, {
    subject: userSubject(userId),
    key: `${userId}/${at.toISOString()}`,
    at,
    details: { userId, sub, email, reason, operator },
  });
};
