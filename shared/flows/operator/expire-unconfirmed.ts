/**
 * Removes users who never confirmed their sign-up. While such a user is in the pool, the owner of the address
 * cannot sign in through an external provider. The profile is removed first, so that an interrupted run can
 * be repeated. A user who confirms during the run is kept.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "audit" | "clock" | "directory" | "operator" | "poolUsers" | "users">;

export type Expiry = {
  readonly username: string;
  readonly email: string | undefined;
  readonly outcome: "would_expire" | "expired" | "kept";
};

/** Unconfirmed users created before `before`. Changes nothing unless `apply`. */
export async function* expireUnconfirmed(
  deps: Deps,
  { before, apply }: { readonly before: Date; readonly apply: boolean },
): AsyncGenerator<Expiry> {
  for await (const user of deps.poolUsers.unconfirmedSince(before)) {
    const { username, email } = user;
    yield { username, email, outcome: apply ? await expire(deps, user) : "would_expire" };
  }
}

const expire = async (deps: Deps, { sub, email, username }: PoolUser): Promise<"expired" | "kept"> => {
  const userId = await deps.directory.userIdBySub(sub);
  const event = auditEvent("user.expired", {
    subject: userSubject(userId ?? sub),
    key: sub,
    at: deps.clock.now(),
    details: { userId, sub, email, operator: deps.operator },
  });
  // The page was read earlier: the user may have confirmed since.
  if ((await deps.poolUsers.bySub(sub))?.status !== "UNCONFIRMED") return "kept";
  if (userId === undefined) await deps.audit.record(event);
  else if ((await deps.users.removeUnconfirmed({ userId, sub }, event)) === "kept") return "kept";
  await deps.poolUsers.remove(username);
  return "expired";
};
