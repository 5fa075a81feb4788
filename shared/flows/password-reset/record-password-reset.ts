/**
 * PostConfirmation after a forgotten password: the person exists already, and has a new password. Somebody
 * whose confirmation was cut short has proved address and password by it, and is confirmed now.
 * Their access tokens from before are ended too: whoever was signed in, maybe with a stolen password, is not any more.
 */
import { auditEvent, minuteOf, userSubject } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";
import { confirmProfile, type PoolUser, type ProfileDeps } from "../sign-up/ensure-profile.js";

export type RecordResetDeps = ProfileDeps & Pick<Ports, "audit" | "endedSessions">;

/** A reset has no id of its own: one a minute is one event, so that a repeated delivery is none. */
export const recordPasswordReset = async (deps: RecordResetDeps, user: PoolUser): Promise<void> => {
  const userId = user.userId ?? (await deps.directory.userIdBySub(user.sub));
  const at = deps.clock.now();
  const about = { subject: userSubject(userId ?? user.sub), key: `${user.sub}/${minuteOf(at)}`, at };
  await deps.audit.record(
    auditEvent("password.reset", { ...about, details: { userId, sub: user.sub, email: user.email } }),
  );
  // The password is new already: an error would make people try a code that is used up.
  await deps.endedSessions.endAllOf(user.sub).catch(() =>
    deps.audit.record(
      auditEvent("password.sessions_kept", {
        ...about,
        details: { userId, sub: user.sub, reason: "temporarily_unavailable" },
      }),
    ),
  );
  const profile = userId === undefined ? undefined : await deps.directory.profile(userId);
  if (profile?.status === "UNCONFIRMED") await confirmProfile(deps, user);
};
