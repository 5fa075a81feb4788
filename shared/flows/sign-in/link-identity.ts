/**
 * PreSignUp of somebody whom an external provider vouches for and whom the pool does not know. When
 * a user of our own has the same address, the identity is linked to them, or nothing happens at all:
 * there is never a second account for one address. Otherwise the person becomes a new user.
 *
 * Cognito has decided by now that a profile is to be made, so the attempt in which the link is made
 * fails with "Already found an entry for username"; the next one signs in.
 */
import { type AuditEventType, auditEvent, minuteOf, userSubject } from "../../domain/audit-event.js";
import {
  type ExternalIdentity,
  externalIdentity,
  type NativeUser,
  refuseLink,
} from "../../domain/federation.js";
import { isEmail, normaliseIdentifier } from "../../domain/identifier.js";
import { maySignUp } from "../../domain/sign-up-policy.js";
import type { Ports, Settings } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type LinkIdentityDeps = NotifyDeps &
  Pick<Ports, "audit" | "clock" | "directory" | "identities"> &
  Pick<Settings, "federationPolicy" | "registrationRules">;

type Newcomer = {
  readonly userPoolId: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly languages: readonly (string | undefined)[];
};

/** `new`: nobody has this address; `linked`: it is a user's who may sign in with the provider from now on. */
export const linkIdentity = async (
  deps: LinkIdentityDeps,
  newcomer: Newcomer,
): Promise<"new" | "linked" | "refused"> => {
  const identity = externalIdentity(deps.federationPolicy.providers, newcomer.userName);
  const email = normaliseIdentifier(newcomer.email ?? "");
  // InboundFederation says the same; a pool whose trigger was taken away must not open up.
  if (!identity || !newcomer.emailVerified || !isEmail(email)) return "refused";
  if (!maySignUp(deps.registrationRules, email)) return "refused";

  const user = await deps.identities.nativeUser(newcomer.userPoolId, email);
  if (!user) return "new";
  const { userPoolId, languages } = newcomer;
  const outcome = await linkTo(deps, user, { userPoolId, identity, email });
  if (outcome === "refused") return outcome;
  const notice = { kind: "identity_linked", values: { provider: identity.provider } } as const;
  // Also after a repeated delivery: the one before may have died before the mail. One a day goes out.
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
  const userId = await deps.directory.userIdBySub(user.sub);
  const record = recorder(deps, { user, userId, link });
  // A repeated delivery: the one before may have died between the link and its event.
  if (await deps.identities.isLinked(userPoolId, user, identity)) {
    await record("identity.linked");
    return "linked";
  }
  const reason = refuseLink(user, identity.provider) ?? (await suspended(deps, userId));
  if (reason !== undefined) {
    await record("identity.link_refused", reason);
    return "refused";
  }
  // Before the link, because after it nothing brings this flow back.
  await record("identity.link_approved");
  // Sessions that somebody else may hold on this account end before the address's owner moves in.
  await deps.identities.endSessions(userPoolId, user.username);
  await deps.identities.link(userPoolId, user.username, identity);
  await record("identity.linked");
  return "linked";
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
