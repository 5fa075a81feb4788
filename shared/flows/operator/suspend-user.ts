/**
 * Suspends a user: first the profile, which is written if the user's first sign-in has not ended, so that the authorizer and the triggers deny access, then every pool
 * user, which ends sign-ins and sessions. Running it again completes an interrupted run. Reinstating uses the
 * reverse order, so that an interrupted run leaves the user suspended.
 */
import type { UserProfile, UserStatus } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { secondsAt } from "../../domain/seconds.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { endRights } from "../endings/end-rights.js";
import { endSessionsNow } from "../sign-in/end-all-sessions.js";
import { inPool, poolUsersOf } from "./find-user.js";

type Deps = Pick<
  OperatorPorts,
  "clock" | "directory" | "minimumDuration" | "operator" | "poolUsers" | "sessions" | "users"
>;
type ReinstateDeps = Deps & Pick<OperatorPorts, "apiKeys" | "invitations" | "pseudonyms">;
type Input = {
  readonly userId: string;
  /** The profile as `findUser` found it. */
  readonly found?: UserProfile | undefined;
  readonly reason: string;
};
type Outcome = "changed" | "unchanged" | "unknown";

export const suspendUser = async (deps: Deps, { userId, found, reason }: Input): Promise<Outcome> => {
  const held = await deps.directory.profile(userId);
  const profile = held ?? found;
  if (profile === undefined) return "unknown";
  const event = eventOf(deps, "user.suspended", profile, reason);
  const change = { userId, from: ["ACTIVE", "UNCONFIRMED"], to: "SUSPENDED" } as const;
  // The link may write the profile meanwhile.
  const isNew = held === undefined && (await deps.users.suspendNew(profile, event)) === "changed";
  const outcome = isNew ? "changed" : await deps.users.changeStatus(change, event);
  // Otherwise an access token from before would be valid again after a reinstatement.
  await deps.sessions.endAllOf(userId);
  const poolUsers = await poolUsersOf(deps, profile);
  for (const { username } of poolUsers) await deps.poolUsers.disable(username);
  // Again, for a sign-in that was running when the profile changed. None can begin in the pool now.
  await endSessionsNow(deps, [userId], async () => {
    for (const { username } of poolUsers) await deps.poolUsers.endSessions(username);
  });
  return outcome;
};

/**
 * A user who never confirmed the address becomes UNCONFIRMED, any other user ACTIVE. Ends first what the suspension, or the
 * ending in the pool, left when it was interrupted. Returns in the next second at the earliest: the sessions of this
 * second have ended, too.
 */
export const reinstateUser = async (deps: ReinstateDeps, { userId, reason }: Input): Promise<Outcome> => {
  const profile = await deps.directory.profile(userId);
  if (profile === undefined) return "unknown";
  if (profile.status !== "SUSPENDED") return "unchanged";
  if (profile.ending?.complete === false) await endRights(deps, profile);
  else await deps.sessions.endAllOf(userId);
  const { poolUsers, missing } = await inPool(deps, profile);
  for (const { username } of poolUsers) await deps.poolUsers.enable(username);
  const unconfirmed = poolUsers.length > 0 && poolUsers.every(({ status }) => status === "UNCONFIRMED");
  const to: UserStatus = unconfirmed ? "UNCONFIRMED" : "ACTIVE";
  const event = eventOf(deps, "user.reinstated", profile, reason);
  const outcome = await deps.users.reinstate({ userId, to, missingSubs: missing }, event);
  await deps.minimumDuration.until(new Date((secondsAt(deps.clock.now()) + 1) * 1000));
  return outcome;
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
