/** Invitations into accounts. Every write commits together with its audit event. */
import type { Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Invitation } from "../domain/invitation.js";
import type { Page, PageOf } from "./page.js";

/** `by` is the inviter's membership as it was read; undefined for an operator's invitation. */
type Inviter = { readonly by: Membership | undefined };
/** `acceptingSince`: what the profile says from then on; null if no invitation is left, undefined for no change. */
export type Acceptance = Inviter & {
  readonly userId: string;
  readonly acceptingSince?: string | null | undefined;
};

export interface Invitations {
  /**
   * Records an invitation, proved by the token with this keyed hash. There is one invitation per address and
   * account: it replaces an earlier one, whose token becomes invalid. Returns `refused` if the account is not
   * ACTIVE, or if the inviter's membership changed since it was read.
   */
  create(
    invitation: Invitation,
    proof: Inviter & { readonly tokenHash: string },
    event: AuditEvent,
  ): Promise<"created" | "refused">;
  /** The invitation of a token, in any status; undefined if it was replaced. */
  byTokenHash(tokenHash: string): Promise<Invitation | undefined>;
  /** All open invitations to an address, ordered by account id. */
  openFor(email: string): Promise<Invitation[]>;
  /**
   * Makes the user an ACTIVE member, counted in the profile, and marks the invitation as accepted. Returns
   * `refused` if the invitation is no longer open, the account is not ACTIVE, or the user already has a
   * membership, also a suspended one. An existing membership is never changed. Also returns `refused` if the
   * user left the account or was suspended since the invitation, or if the inviter did, or has another role
   * than was read.
   */
  accept(invitation: Invitation, by: Acceptance, event: AuditEvent): Promise<"accepted" | "refused">;
  /** Records in the profile that no invitation is left to accept. Writes no event. */
  endAccepting(userId: string): Promise<void>;
  /**
   * The latest invitation of its address into the account, if it has this id; undefined if it was replaced.
   */
  byId(systemAccountId: string, invitationId: string): Promise<Invitation | undefined>;
  /** Unanswered invitations into an account, also expired ones, without replaced ones; ordered by id. */
  ofAccount(systemAccountId: string, page: PageOf): Promise<Page<Invitation>>;
  /** The invited user declines. Returns `refused` if the invitation is no longer open. */
  decline(invitation: Invitation, event: AuditEvent): Promise<"declined" | "refused">;
  /** Returns `refused` if there is no open invitation, or if it has another id. */
  revoke(
    input: Pick<Invitation, "email" | "systemAccountId"> & Partial<Pick<Invitation, "invitationId">>,
    event: AuditEvent,
  ): Promise<"revoked" | "refused">;
}
