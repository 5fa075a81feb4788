/**
 * PostConfirmation after a forgotten password: the person exists already, and has a new password. Somebody
 * whose confirmation was cut short has proved address and password by it, and is confirmed now.
 */
import { auditEvent, minuteOf, userSubject } from "../domain/audit-event.js";
import type { Ports } from "../ports.js";
import { confirmProfile, type PoolUser, type ProfileDeps } from "./ensure-profile.js";

type Deps = ProfileDeps & Pick<Ports, "audit">;

/** A reset has no id of its own: one a minute is one event, so that a repeated delivery is none. */
export const recordPasswordReset = async (deps: Deps, user: PoolUser): Promise<void> => {
  const userId = user.userId ?? (await deps.directory.userIdBySub(user.sub));
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("password.reset", {
      subject: userSubject(userId ?? user.sub),
      key: `${user.sub}/${minuteOf(at)}`,
      at,
      details: { userId, sub: user.sub, email: user.email },
    }),
  );
  const profile = userId === undefined ? undefined : await deps.directory.profile(userId);
  if (profile?.status === "UNCONFIRMED") await confirmProfile(deps, user);
};
