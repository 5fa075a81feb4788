/**
 * An invitation of an address into an account. It is not a membership: the invited user must first prove the
 * address. A membership with status INVITED is different: an operator created it for a known user, who
 * accepts it explicitly.
 */
import type { Role } from "./role.js";

/** Expiry is not a status: readers compare `expiresAtSeconds`. */
export type InvitationStatus = "PENDING" | "ACCEPTED" | "DECLINED" | "REVOKED";

export type Invitation = {
  readonly invitationId: string;
  /** Normalised. */
  readonly email: string;
  readonly systemAccountId: string;
  readonly role: Role;
  /** The inviter: a user id, or the name of an operator. */
  readonly invitedBy: string;
  /** True if an operator made it. Otherwise the inviter's standing decides whether it still counts. */
  readonly byOperator?: boolean | undefined;
  /** RFC 3339. Undefined for invitations that were stored without it. */
  readonly invitedAt?: string | undefined;
  readonly status: InvitationStatus;
  readonly expiresAtSeconds: number;
};

export const DEFAULT_INVITATION_DAYS = 7;
export const MOST_INVITATION_DAYS = 90;

/** The status as callers see it. An expired invitation keeps the stored status PENDING. */
export const invitationStatus = (
  { status, expiresAtSeconds }: Pick<Invitation, "status" | "expiresAtSeconds">,
  now: Date,
): InvitationStatus | "EXPIRED" =>
  status === "PENDING" && expiresAtSeconds <= now.getTime() / 1000 ? "EXPIRED" : status;

export const isOpen = (invitation: Invitation, now: Date): boolean =>
  invitationStatus(invitation, now) === "PENDING";
