/**
 * Takes away what is left of sign-ups that nobody confirmed: while such a user is in the pool, the owner of
 * the address cannot come by an external provider. The profile goes first, so that a run that was killed
 * can be repeated; whoever confirmed meanwhile stays.
 */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "audit" | "clock" | "directory" | "operator" | "poolUsers" | "users">;

export type Expiry = {
  readonly username: string;
  readonly email: string | undefined;
  readonly outcome: "would_expire" | "expired" | "kept";
};

/** Of users who were made before `before`. Nothing is changed unless `apply`. */
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
  // Pages are read long before their last user's turn comes.
  if ((await deps.poolUsers.bySub(sub))?.status !== "UNCONFIRMED") return "kept";
  if (userId === undefined) await deps.audit.record(event);
  else if ((await deps.users.removeUnconfirmed({ userId, sub }, event)) === "kept") return "kept";
  await deps.poolUsers.remove(username);
  return "expired";
};
