/** Invitations into accounts; part of ../ports.ts. Every write commits together with its event. */
import type { AuditEvent } from "../domain/audit-event.js";
import type { Invitation } from "../domain/invitation.js";

export interface Invitations {
  /**
   * Records an invitation that the token with this keyed hash proves. There is one for an address and
   * an account: an earlier one, and its token, count no more. `refused` when the account is not active.
   */
  create(invitation: Invitation, tokenHash: string, event: AuditEvent): Promise<"created" | "refused">;
  /** The invitation of a token, whatever has become of it; undefined when it was replaced. */
  byTokenHash(tokenHash: string): Promise<Invitation | undefined>;
  /** Those to an address that can be accepted now, in the order of account ids. */
  openFor(email: string): Promise<Invitation[]>;
  /**
   * Makes the user an ACTIVE member, counted in their profile, and uses the invitation up. `refused`
   * when it cannot be accepted any more, the account is not active, or the user is in it already:
   * neither a membership nor a suspension in one is changed.
   */
  accept(invitation: Invitation, userId: string, event: AuditEvent): Promise<"accepted" | "refused">;
  /** `refused` when there is none that could be accepted. */
  revoke(
    input: Pick<Invitation, "email" | "systemAccountId">,
    event: AuditEvent,
  ): Promise<"revoked" | "refused">;
}
