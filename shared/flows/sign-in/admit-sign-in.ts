/**
 * PreAuthentication: denies suspended users, passwords set before the address was verified, and blocked
 * sources. It runs before Cognito checks the password, so a caller without the password must not be able to
 * tell its refusal from a wrong password. The endpoint returns the same error for both. Cognito does not pass
 * the caller's network to the trigger, so the endpoint checks it.
 */
import { auditEvent, minuteOf, pseudonymSubject, userSubject } from "../../domain/audit/audit-event.js";
import type { BlockableSource } from "../../domain/blocked-source.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports } from "../../ports/index.js";

export type AdmitSignInDeps = Pick<Ports, "audit" | "blockedSources" | "clock" | "directory" | "pseudonyms">;

type SignInRequest = {
  readonly sub: string;
  readonly userId?: string | undefined;
  /** The user's address, or the name that was entered if the user does not exist. */
  readonly identifier: string;
  readonly clientId: string;
  readonly userNotFound: boolean;
  /** False if the pool user is UNCONFIRMED. */
  readonly confirmed: boolean;
};

export const admitSignIn = async (
  deps: AdmitSignInDeps,
  request: SignInRequest,
): Promise<"admitted" | "denied"> => {
  const { clientId, userNotFound } = request;
  const pseudonym = await deps.pseudonyms.of(normaliseIdentifier(request.identifier));
  const sources: BlockableSource[] = [{ kind: "identifier", value: pseudonym }];
  if (clientId !== "") sources.push({ kind: "client", value: clientId });
  // Cognito simulates the refusal of an unknown user.
  const [blocked, user] = await Promise.all([
    deps.blockedSources.find(sources),
    userNotFound ? undefined : deps.directory.signInUser(request),
  ]);
  if (blocked) return deny(deps, request, { pseudonym, reason: `${blocked.kind}_blocked` });
  if (user === undefined) return "admitted";
  const userId = request.userId ?? user.linkedUserId;
  const { profile } = user;
  // No profile yet: an administrator created this user, and PostAuthentication provisions them.
  if (userId === undefined) return "admitted";
  if (profile?.status === "SUSPENDED")
    return deny(deps, request, { pseudonym, userId, reason: "user_suspended" });
  // The address is verified, but the password may still be that of an attacker who registered it first.
  if (request.confirmed && profile?.status === "UNCONFIRMED" && profile.passwordPending === true)
    return deny(deps, request, { pseudonym, userId, reason: "password_pending" });
  return "admitted";
};

const deny = async (
  deps: AdmitSignInDeps,
  { sub, clientId, userNotFound }: SignInRequest,
  { pseudonym, userId, reason }: { pseudonym: string; userId?: string; reason: string },
): Promise<"denied"> => {
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("signin.denied", {
      subject: userId === undefined ? pseudonymSubject(pseudonym) : userSubject(userId),
      key: `${userId ?? pseudonym}/${reason}/${minuteOf(at)}`,
      at,
      details: { userId, sub: userNotFound ? undefined : sub, clientId, reason },
    }),
  );
  return "denied";
};
