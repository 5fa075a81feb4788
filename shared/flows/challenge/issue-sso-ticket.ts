/**
 * Issues a one-time ticket, with which a service asserts the identity of a user who is signed in with it. The
 * service's app client exchanges the ticket for a session, once, within a minute. The user needs an ACTIVE
 * profile and a pool user.
 */

import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { SSO_TICKET_SECONDS } from "../../domain/challenge/one-time-ticket.js";
import { AuthError } from "../../domain/errors.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";
import { ssoTicketId } from "./redeem-ticket.js";

export type SsoTicketDeps = Pick<Ports, "clock" | "directory" | "tickets" | "challengeKey" | "random">;

export type IssuedTicket = {
  /** The answer to TICKET. It is not stored and cannot be read again. */
  readonly token: string;
  /** The pool user's name, for InitiateAuth. */
  readonly username: string;
  readonly expiresInSeconds: number;
};

/** @throws AuthError `forbidden` without an ACTIVE profile or a pool user. */
export const issueSsoTicket = async (
  deps: SsoTicketDeps,
  { userId }: { userId: string },
): Promise<IssuedTicket> => {
  const profile = await deps.directory.profile(userId);
  if (profile?.status !== "ACTIVE" || profile.sub === undefined) throw new AuthError("forbidden");
  const { sub } = profile;
  const at = deps.clock.now();
  const token = deps.random.id("sso");
  const id = await ssoTicketId(deps, token);
  const expiresAtSeconds = secondsAt(at) + SSO_TICKET_SECONDS;
  await deps.tickets.issue(
    { id, kind: "sso", sub, expiresAtSeconds },
    auditEvent("ticket.issued", {
      subject: userSubject(userId),
      key: id,
      at,
      details: { userId, sub, reason: "sso" },
    }),
  );
  return { token, username: sub, expiresInSeconds: SSO_TICKET_SECONDS };
};
