/** Revokes an open invitation; its token becomes invalid. A membership from an accepted invitation stays. */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "clock" | "invitations" | "operator" | "pseudonyms">;

/** `none` if there is no open invitation. `email` must be normalised. */
export const revokeInvitation = async (
  deps: Deps,
  input: { readonly email: string; readonly systemAccountId: string; readonly reason: string },
): Promise<"revoked" | "none"> => {
  const { email, systemAccountId, reason } = input;
  const open = await deps.invitations.openFor(email);
  const invitation = open.find((each) => each.systemAccountId === systemAccountId);
  if (invitation === undefined) return "none";
  const event = auditEvent("membership.invitation_revoked", {
    subject: pseudonymSubject(await deps.pseudonyms.of(email)),
    key: invitation.invitationId,
    at: deps.clock.now(),
    details: { email, systemAccountId, reason, operator: deps.operator },
  });
  return (await deps.invitations.revoke(invitation, event)) === "revoked" ? "revoked" : "none";
};
