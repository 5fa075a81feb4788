/**
 * PostConfirmation after a forgotten password: audits the reset and ends the user's older access tokens,
 * because an attacker may have signed in with the old password. The reset also verifies address and password,
 * so an interrupted confirmation is completed.
 */
import { auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import type { Ports } from "../../ports/index.js";
import { confirmProfile, type PoolUser, type ProfileDeps } from "../sign-up/ensure-profile.js";

export type RecordResetDeps = ProfileDeps & Pick<Ports, "audit" | "sessions">;

/** A reset has no id. The event is keyed by minute, so that a repeated invocation adds none. */
export const recordPasswordReset = async (deps: RecordResetDeps, user: PoolUser): Promise<void> => {
  const userId = user.userId ?? (await deps.directory.userIdBySub(user.sub));
  const at = deps.clock.now();
  const about = { subject: userSubject(userId ?? user.sub), key: `${user.sub}/${minuteOf(at)}`, at };
  await deps.audit.record(
    auditEvent("password.reset", { ...about, details: { userId, sub: user.sub, email: user.email } }),
  );
  // The password is already changed: after an error, users would retry a code that is consumed.
  await deps.sessions.endAllOf(userId ?? user.sub, { spareThisSecond: true }).catch(() =>
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
