/**
 * A ticket: something that was proved or decided once, on the server, and that is good for one act.
 * `sso`: a service vouches for a person. `step-up`: a signed-in person proved themselves again.
 */

export type OneTimeTicket = {
  /** Names the ticket; for one with a token, the token's keyed hash. */
  readonly id: string;
  readonly kind: "sso" | "step-up";
  /** The `sub` of the person. */
  readonly sub: string;
  readonly expiresAtSeconds: number;
};

export const SSO_TICKET_SECONDS = 60;
export const STEP_UP_SECONDS = 300;

/** What a person can be asked to prove themselves again for: lower-case words, so that it cannot carry anything else. */
export const isPurpose = (value: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(value);

/** A step-up belongs to one session of one person and one purpose. */
export const stepUpId = ({
  sub,
  sessionId,
  purpose,
}: {
  sub: string;
  sessionId: string;
  purpose: string;
}): string => `step-up/${sub}/${sessionId}/${purpose}`;
