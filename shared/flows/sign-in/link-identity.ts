/**
 * PreSignUp of a federated user that the pool does not know. If a native user has the same address, the
 * identity is linked to them, or the sign-in is refused: there is never a second user for one address.
 * Otherwise Cognito creates a new user.
 *
 * Cognito has already decided to create a user, so the sign-in that creates the link fails with "Already
 * found an entry for username". The next one succeeds.
 */
import { provedAddressOf } from "../../domain/address-proof.js";
import { type AuditEventType, auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import {
  type ExternalIdentity,
  externalIdentity,
  isOfProvider,
  type NativeUser,
  refuseIdentityLink,
} from "../../domain/federation.js";
import { isEmail, normaliseIdentifier } from "../../domain/identifier.js";
import { maySignUp } from "../../domain/sign-up-policy.js";
import type { Ports, Settings } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type LinkIdentityDeps = NotifyDeps &
  Pick<Ports, "audit" | "clock" | "directory" | "identities" | "provedAddresses" | "sessions"> &
  Pick<Settings, "federationPolicy" | "registrationRules">;

type NewFederatedUser = {
  readonly userPoolId: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly languages: readonly (string | undefined)[];
};

/** `new`: no user has the address. `linked`: its user can sign in with the provider from now on. */
export const linkIdentity = async (
  deps: LinkIdentityDeps,
  newUser: NewFederatedUser,
): Promise<"new" | "linked" | "refused"> => {
  const external = externalIdentity(deps.federationPolicy.providers, newUser.userName);
  const email = normaliseIdentifier(newUser.email ?? "");
  // InboundFederation checks the same. Repeated here in case the pool loses that trigger.
  if (!external || !newUser.emailVerified || !isEmail(email)) return "refused";
  const { provider, identity } = external;
  if (!isOfProvider(provider, email)) return "refused";
  const proved = provedAddressOf(newUser.userName, email);
  if (!provider.provesAddress && !(await deps.provedAddresses.includes(proved))) return "refused";
  if (!maySignUp(deps.registrationRules, email)) return "refused";

  const user = await deps.identities.nativeUser(newUser.userPoolId, email);
  if (!user) return "new";
  const { userPoolId, languages } = newUser;
  const outcome = await linkTo(deps, user, { userPoolId, identity, email });
  if (outcome === "refused") return outcome;
  const notice = { kind: "identity_linked", values: { provider: identity.provider } } as const;
  // Also in a repeated invocation: the first may have died before the e-mail. At most one e-mail a day is
  // sent.
  await notifyOwner(deps, { notice, email, key: `${user.sub}/${identity.provider}`, languages });
  return outcome;
};

type Link = {
  readonly userPoolId: string;
  readonly identity: ExternalIdentity;
  readonly email: string;
};

const linkTo = async (
  deps: LinkIdentityDeps,
  user: NativeUser,
  link: Link,
): Promise<"linked" | "refused"> => {
  const { userPoolId, identity } = link;
  // The directory does not know the sub of a migrated user whose first sign-in failed after the pool user was made.
  const userId = (await deps.directory.userIdBySub(user.sub)) ?? user.userId;
  const record = recorder(deps, { user, userId, link });
  // A repeated invocation: the first may have died between the link and its event.
  if (await deps.identities.isLinked(userPoolId, user, identity)) {
    await record("identity.linked");
    return "linked";
  }
  const reason = refuseIdentityLink(user, identity.provider) ?? (await suspended(deps, userId));
  if (reason !== undefined) {
    await record("identity.link_refused", reason);
    return "refused";
  }
  // Recorded before the link, because PreSignUp does not run again after it.
  await record("identity.link_approved");
  // Prevents account pre-hijacking: ends sessions that an attacker may hold, before the owner's identity is
  // linked.
  await deps.sessions.endAllOf(userId ?? user.sub, { spareThisSecond: true });
  await deps.identities.endSessions(userPoolId, user.username);
  await ensureLinked(deps, { userPoolId, user, identity });
  await record("identity.linked");
  return "linked";
};

/** Links an identity. A link that is refused because an overlapping call has just made it is made. */
export const ensureLinked = async (
  { identities }: Pick<Ports, "identities">,
  {
    userPoolId,
    user,
    identity,
  }: { readonly userPoolId: string; readonly user: NativeUser; readonly identity: ExternalIdentity },
): Promise<void> => {
  try {
    await identities.link(userPoolId, user.username, identity);
  } catch (refusal) {
    if (!(await identities.isLinked(userPoolId, user, identity))) throw refusal;
  }
};

const suspended = async (
  deps: LinkIdentityDeps,
  userId: string | undefined,
): Promise<"user_suspended" | undefined> => {
  const profile = userId === undefined ? undefined : await deps.directory.profile(userId);
  return profile?.status === "SUSPENDED" ? "user_suspended" : undefined;
};

const recorder =
  (
    deps: LinkIdentityDeps,
    { user, userId, link }: { user: NativeUser; userId: string | undefined; link: Link },
  ) =>
  (type: AuditEventType & `identity.${string}`, reason?: string): Promise<void> => {
    const at = deps.clock.now();
    const { provider, subject } = link.identity;
    return deps.audit.record(
      auditEvent(type, {
        subject: userSubject(userId ?? user.sub),
        // An identity can be linked again after it was unlinked.
        key: `${user.sub}/${provider}/${subject}/${minuteOf(at)}`,
        at,
        details: { userId, sub: user.sub, email: link.email, provider, reason },
      }),
    );
  };
