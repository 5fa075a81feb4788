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
  readonly status: InvitationStatus;
  readonly expiresAtSeconds: number;
};

export const isOpen = ({ status, expiresAtSeconds }: Invitation, now: Date): boolean =>
  status === "PENDING" && expiresAtSeconds > now.getTime() / 1000;
