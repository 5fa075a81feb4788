/** Checks the answer to TICKET: the token of a one-time ticket, valid once and for one user. */
import { auditEvent } from "../../domain/audit/audit-event.js";
import { SSO_TICKET_SECONDS } from "../../domain/challenge/one-time-ticket.js";
import { surelySinceSuspension } from "../../domain/endings.js";
import type { Ports } from "../../ports/index.js";
import { type ChallengedUser, challengedUser } from "./challenged-user.js";

export type TicketDeps = Pick<
  Ports,
  "audit" | "clock" | "directory" | "tickets" | "challengeKey" | "pseudonyms"
>;

export const redeemTicket = async (
  deps: TicketDeps,
  { user, reference, answer }: { user: ChallengedUser; reference: string; answer: string },
): Promise<boolean> => {
  const eligibility = await challengedUser(deps, user, { assertedByService: true });
  const about = {
    subject: eligibility.subject,
    key: reference,
    at: deps.clock.now(),
    details: { userId: eligibility.userId, sub: user.userNotFound ? undefined : user.sub },
  };
  const id = await ssoTicketId(deps, answer);
  const sinceEnding = surelySinceSuspension(eligibility, SSO_TICKET_SECONDS, deps.clock.now());
  const consumed =
    eligibility.mayProve &&
    sinceEnding &&
    (await deps.tickets.consume(
      { id, kind: "sso", sub: user.sub, by: reference },
      auditEvent("ticket.consumed", { ...about, details: { ...about.details, reason: "sso" } }),
    )) === "consumed";
  if (!consumed) {
    const reason = eligibility.reason ?? (sinceEnding ? "wrong_ticket" : "user_suspended");
    await deps.audit.record(
      auditEvent("challenge.failed", { ...about, details: { ...about.details, reason } }),
    );
  }
  return consumed;
};

/** Only the keyed hash of the token is stored. */
export const ssoTicketId = async (
  { challengeKey }: Pick<Ports, "challengeKey">,
  token: string,
): Promise<string> => `sso/${await challengeKey.hash(`sso/${token}`)}`;
