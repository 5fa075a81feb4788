/** PostConfirmation after a forgotten password: the person exists already, and has a new password. */
import { auditEvent, minuteOf, userSubject } from "../domain/audit-event.js";
import type { Ports } from "../ports.js";
import type { PoolUser } from "./ensure-profile.js";

type Deps = Pick<Ports, "audit" | "clock" | "directory">;

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
};
