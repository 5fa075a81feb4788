/** Invitations into accounts; part of ../ports.ts. Every write commits together with its event. */
import type { AuditEvent } from "../domain/audit-event.js";
import type { Invitation } from "../domain/invitation.js";
import type { Page, PageOf } from "./page.js";

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
  /** The newest invitation of its address into the account, if it has this id; undefined for one that was replaced. */
  byId(systemAccountId: string, invitationId: string): Promise<Invitation | undefined>;
  /** Those into an account, whatever has become of them, without those that were replaced, in the order of ids. */
  ofAccount(systemAccountId: string, page: PageOf): Promise<Page<Invitation>>;
  /** The invited person does not want to. `refused` when it cannot be accepted any more. */
  decline(invitation: Invitation, event: AuditEvent): Promise<"declined" | "refused">;
  /** `refused` when there is none that could be accepted, or it is not the one with this id. */
  revoke(
    input: Pick<Invitation, "email" | "systemAccountId"> & Partial<Pick<Invitation, "invitationId">>,
    event: AuditEvent,
  ): Promise<"revoked" | "refused">;
}
