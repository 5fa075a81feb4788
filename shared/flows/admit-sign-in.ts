/**
 * PreAuthentication: keeps suspended users out. It runs before the password is checked, so its
 * refusal must not be told apart from a wrong password by people who do not know the password;
 * the endpoint renders both alike for them.
 */
import { auditEvent, userSubject } from "../domain/audit-event.js";
import type { Ports } from "../ports.js";

type Deps = Pick<Ports, "audit" | "clock" | "directory">;

export const admitSignIn = async (
  deps: Deps,
  user: { sub: string; userId?: string | undefined; clientId: string },
): Promise<"admitted" | "denied"> => {
  const userId = user.userId ?? (await deps.directory.userIdBySub(user.sub));
  // No profile yet: an administrator made this user; PostAuthentication provisions them.
  if (userId === undefined) return "admitted";
  const profile = await deps.directory.profile(userId);
  if (profile?.status !== "SUSPENDED") return "admitted";
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("signin.denied", {
      subject: userSubject(userId),
      key: `${user.sub}/${at.getTime()}`,
      at,
      details: { userId, sub: user.sub, clientId: user.clientId, reason: "user_suspended" },
    }),
  );
  return "denied";
};
