/**
 * Unlinks an external identity from a native pool user, who keeps the password. Refused for a user whom a
 * federated sign-in created, because no other way to sign in would remain.
 */
import { auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import { isFederated, type PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { endSessionsNow } from "../sign-in/end-all-sessions.js";

type Deps = Pick<
  OperatorPorts,
  "audit" | "clock" | "directory" | "identities" | "minimumDuration" | "operator" | "poolUsers" | "sessions"
>;

export const unlinkIdentity = async (
  deps: Deps,
  user: PoolUser,
  { provider, reason }: { readonly provider: string; readonly reason: string },
): Promise<"unlinked" | "not_linked" | "no_other_way_in"> => {
  const identity = user.identities.find((each) => each.provider === provider);
  if (identity === undefined) return "not_linked";
  if (isFederated(user)) return "no_other_way_in";
  const at = deps.clock.now();
  const userId = await deps.directory.userIdBySub(user.sub);
  const { sub, email, username } = user;
  await deps.audit.record(
    auditEvent("identity.unlinked", {
      subject: userSubject(userId ?? sub),
      key: `${sub}/${provider}/${identity.subject}/${minuteOf(at)}`,
      at,
      details: { userId, sub, email, provider, reason, operator: deps.operator },
    }),
  );
  const pool = await deps.poolUsers.poolId();
  await deps.identities.unlink(pool, identity);
  // All sessions end, because a session does not record the identity that it started with.
  await endSessionsNow(deps, [userId ?? sub], () => deps.identities.endSessions(pool, username));
  return "unlinked";
};
