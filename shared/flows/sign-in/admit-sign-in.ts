/**
 * PreAuthentication: keeps suspended users, passwords that nobody has proved, and blocked sources out. It runs before the password is
 * checked, so its refusal must not be told apart from a wrong password by people who do not know the
 * password; the endpoint renders both alike for them. The trigger is not told the caller's network:
 * that is looked at by the endpoint.
 */
import { auditEvent, minuteOf, pseudonymSubject, userSubject } from "../../domain/audit-event.js";
import type { BlockableSource } from "../../domain/blocked-source.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports } from "../../ports/index.js";

export type AdmitSignInDeps = Pick<Ports, "audit" | "blockedSources" | "clock" | "directory" | "pseudonyms">;

type Arrival = {
  readonly sub: string;
  readonly userId?: string | undefined;
  /** What the user signs in with: their address, or, of somebody who does not exist, what was typed. */
  readonly identifier: string;
  readonly clientId: string;
  readonly userNotFound: boolean;
  /** The pool calls the user CONFIRMED. */
  readonly confirmed: boolean;
};

export const admitSignIn = async (
  deps: AdmitSignInDeps,
  arrival: Arrival,
): Promise<"admitted" | "denied"> => {
  const { clientId, userNotFound } = arrival;
  const pseudonym = await deps.pseudonyms.of(normaliseIdentifier(arrival.identifier));
  const sources: BlockableSource[] = [{ kind: "identifier", value: pseudonym }];
  if (clientId !== "") sources.push({ kind: "client", value: clientId });
  const blocked = await deps.blockedSources.find(sources);
  if (blocked) return deny(deps, arrival, { pseudonym, reason: `${blocked.kind}_blocked` });
  // Cognito simulates the refusal of somebody who does not exist.
  if (userNotFound) return "admitted";
  const userId = arrival.userId ?? (await deps.directory.userIdBySub(arrival.sub));
  // No profile yet: an administrator made this user; PostAuthentication provisions them.
  if (userId === undefined) return "admitted";
  const profile = await deps.directory.profile(userId);
  if (profile?.status === "SUSPENDED")
    return deny(deps, arrival, { pseudonym, userId, reason: "user_suspended" });
  // The address is proved, and the password may still be that of a stranger who registered it first.
  if (arrival.confirmed && profile?.status === "UNCONFIRMED" && profile.passwordPending === true)
    return deny(deps, arrival, { pseudonym, userId, reason: "password_pending" });
  return "admitted";
};

const deny = async (
  deps: AdmitSignInDeps,
  { sub, clientId, userNotFound }: Arrival,
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
