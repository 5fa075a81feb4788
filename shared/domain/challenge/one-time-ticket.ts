/**
 * A single-use record of something proved or decided on the server. `sso`: a service asserts the identity of
 * a user. `step-up`: a signed-in user authenticated again.
 */

export type OneTimeTicket = {
  /** Names the ticket; for a ticket with a token, the token's keyed hash. */
  readonly id: string;
  readonly kind: "sso" | "step-up";
  /** The user's `sub`. */
  readonly sub: string;
  readonly expiresAtSeconds: number;
};

export const SSO_TICKET_SECONDS = 60;
export const STEP_UP_SECONDS = 300;

/** The purpose of a step-up: lower-case words only, so that it cannot carry other data. */
export const PURPOSE = /^[a-z][a-z0-9-]{0,39}$/;

/** What a step-up is bound to. */
export type StepUpScope = {
  readonly sub: string;
  readonly sessionId: string;
  readonly purpose: string;
  /** Undefined: no account. Such a step-up permits no action in an account. */
  readonly systemAccountId: string | undefined;
};

/** A step-up is bound to one user, one session, one purpose and one account. */
export const stepUpId = ({ sub, sessionId, purpose, systemAccountId = "" }: StepUpScope): string =>
  `step-up/${sub}/${sessionId}/${purpose}/${systemAccountId}`;
