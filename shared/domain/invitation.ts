/**
 * An invitation of an address into an account. It is no membership: nobody is a member before the
 * address proved to be somebody's. A user whom an operator made a member as INVITED is another matter,
 * which they accept by an act of their own.
 */
import type { Role } from "./role.js";

/** That one is over is for the reader's clock to say. */
export type InvitationStatus = "PENDING" | "ACCEPTED" | "DECLINED" | "REVOKED";

export type Invitation = {
  readonly invitationId: string;
  /** Normalised. */
  readonly email: string;
  readonly systemAccountId: string;
  readonly role: Role;
  /** Who invited: a user id, or the name of an operator. */
  readonly invitedBy: string;
  readonly status: InvitationStatus;
  readonly expiresAtSeconds: number;
};

export const isOpen = ({ status, expiresAtSeconds }: Invitation, now: Date): boolean =>
  status === "PENDING" && expiresAtSeconds > now.getTime() / 1000;
