/**
 * The pool user to whom a legacy identity is linked. While that user exists, no other user gets the identity:
 * the legacy system proves the address in its record, and the user may have changed their address since.
 * See docs/adr/0015-address-changes.md.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { ExternalIdentity } from "../../domain/federation.js";
import { isFederated, type PoolUser } from "../../domain/pool-user.js";
import type { Ports } from "../../ports/index.js";

/**
 * Whether the identity may be given to a user who proved `email`. True if the linked user no longer exists, or
 * if they have this address: an overlapping sign-in has just created them, or a provider did, and the two are
 * joined at the end of the sign-in.
 * @throws AuthError `temporarily_unavailable`.
 */
export const mayTakeOver = async (
  deps: Pick<Ports, "poolDirectory">,
  {
    userPoolId,
    sub,
    email,
    passwordProved,
  }: { userPoolId: string; sub: string; email: string; passwordProved: boolean },
): Promise<boolean> => {
  const holder = await deps.poolDirectory.bySub(userPoolId, sub);
  if (holder === undefined) return true;
  if (holder.email !== email) return false;
  // The join removes the federated user. So it requires the password; the address alone is not enough.
  return !isFederated(holder) || (passwordProved && holder.emailVerified);
};

export type JoinDeps = Pick<Ports, "audit" | "clock" | "directory" | "poolDirectory" | "sessions">;

/**
 * PostAuthentication of a pool user whose legacy identity is linked to another pool user, its holder. A federated
 * holder with the same verified address and the native user who signs in become one pool user. Cognito cannot link
 * an identity that is a pool user, so the federated one is removed first. If this stops in between, the next sign-in
 * with the provider creates the link. `held`: the holder stays, and keeps the identity.
 */
export const joinWithHolder = async (
  deps: JoinDeps,
  {
    userPoolId,
    userId,
    sub,
    email,
    emailVerified,
    holderSub,
  }: {
    readonly userPoolId: string;
    readonly userId: string;
    readonly sub: string;
    readonly email: string;
    readonly emailVerified: boolean;
    readonly holderSub: string;
  },
): Promise<"free" | "held"> => {
  const holder = await deps.poolDirectory.bySub(userPoolId, holderSub);
  if (holder === undefined) return "free";
  if (holder.email !== email || !isFederated(holder) || !holder.emailVerified || !emailVerified)
    return "held";
  await join(deps, { userPoolId, userId, sub, email }, holder);
  return "free";
};

const join = async (
  deps: JoinDeps,
  { userPoolId, userId, sub, email }: { userPoolId: string; userId: string; sub: string; email: string },
  federated: PoolUser,
): Promise<void> => {
  const record = (type: "identity.merge_started" | "identity.merged") =>
    deps.audit.record(
      auditEvent(type, {
        subject: userSubject(userId),
        key: `${sub}/${federated.sub}`,
        at: deps.clock.now(),
        details: {
          userId,
          sub,
          email,
          provider: federated.identities[0]?.provider,
          reason: "legacy_password",
        },
      }),
    );
  await record("identity.merge_started");
  // Not of the user id: the sign-in that is running would end, too.
  await deps.sessions.endAllOf(federated.sub);
  // Otherwise the report of the removal can arrive while the directory knows no living pool user, and end the user.
  await deps.directory.notePoolUser({ userId, sub });
  await deps.poolDirectory.remove(userPoolId, federated.username);
  for (const identity of federated.identities) await link(deps, { userPoolId, sub, identity });
  await record("identity.merged");
};

/** A link that is refused because an overlapping call has just made it is made. */
const link = async (
  { poolDirectory }: Pick<JoinDeps, "poolDirectory">,
  { userPoolId, sub, identity }: { userPoolId: string; sub: string; identity: ExternalIdentity },
): Promise<void> => {
  try {
    await poolDirectory.link(userPoolId, sub, identity);
  } catch (refusal) {
    const { identities = [] } = (await poolDirectory.bySub(userPoolId, sub)) ?? {};
    const { provider, subject } = identity;
    if (!identities.some((each) => each.provider === provider && each.subject === subject)) throw refusal;
  }
};
