/**
 * Sign-ins that wait for an answer. The client gets a random session handle. It carries no data, cannot be
 * forged and can be used once. Challenges are kept in memory only: a restart ends them.
 */
import { randomBytes } from "node:crypto";
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";
import { notAuthorized } from "../errors.js";
import type { SentCode } from "../messages/sent-code.js";
import type { SrpExchange } from "../rules/srp.js";
import type { MfaKind } from "../store/mfa.js";
import type { SignInState } from "./sign-in-state.js";

/** The output of CreateAuthChallenge. */
export interface CustomQuestion {
  readonly publicParameters: Record<string, string>;
  readonly privateParameters: Record<string, string>;
  readonly metadata?: string;
}

/** The first factors that a user can choose from. */
export type FirstFactor = "PASSWORD" | "PASSWORD_SRP" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN";

/** What the pool must remember about a challenge until its answer. */
export type ChallengeDetail =
  | { readonly name: "NEW_PASSWORD_REQUIRED"; readonly passwordSalt: string | undefined }
  | { readonly name: "PASSWORD_VERIFIER" | "DEVICE_PASSWORD_VERIFIER"; readonly exchange: SrpExchange }
  | { readonly name: "CUSTOM_CHALLENGE"; readonly question: CustomQuestion }
  | { readonly name: "CONFIRMED_SIGN_UP" | "PASSWORD" | "PASSWORD_SRP" | "DEVICE_SRP_AUTH" }
  | {
      readonly name: "SELECT_CHALLENGE";
      readonly factors: readonly FirstFactor[];
      readonly challenge: string | undefined;
    }
  | { readonly name: "WEB_AUTHN"; readonly challenge: string }
  | FirstCode
  | SecondCode
  | { readonly name: "SOFTWARE_TOKEN_MFA"; readonly guesses: Guesses }
  | { readonly name: "SELECT_MFA_TYPE"; readonly kinds: readonly MfaKind[] }
  | ({ readonly name: "MFA_SETUP" } & SetupProgress);

interface OpenCode {
  readonly sent: SentCode;
  readonly guesses: Guesses;
}

/** EMAIL_OTP is the name of both a first factor and a second factor. */
type FirstCode = OpenCode & { readonly name: "EMAIL_OTP" | "SMS_OTP"; readonly first: true };
type SecondCode = OpenCode & { readonly name: "EMAIL_OTP" | "SMS_MFA"; readonly first: false };

/** Counted as long as the challenge is open. */
export interface Guesses {
  wrong: number;
}

export interface SetupProgress {
  /** Chosen on the hosted pages, which can set up an address too. */
  readonly kind?: MfaKind;
  /** The code that was sent to the address that is being set up. */
  readonly contact?: SentCode;
  /** The secret that AssociateSoftwareToken returned in this session. */
  readonly totpSecret?: string;
  readonly guesses?: Guesses;
  readonly verified?: boolean;
}

export type OpenChallenge = ChallengeDetail & {
  readonly signInState: SignInState;
  readonly expiresAt: number;
};

export const invalidSession = () => notAuthorized("Invalid session for the user.");

export class Challenges {
  readonly #clock: Clock;
  readonly #open: ExpiringMap<OpenChallenge>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#open = new ExpiringMap(clock);
  }

  issue(challenge: OpenChallenge): string {
    const session = randomBytes(96).toString("base64url");
    this.#open.set(session, challenge, challenge.expiresAt - this.#clock.now());
    return session;
  }

  /** Throws NotAuthorizedException if the session is unknown, used or expired. */
  find(session: string): OpenChallenge {
    const kept = this.#open.look(session);
    if (!kept) throw invalidSession();
    if (kept.expired) throw notAuthorized("Invalid session for the user, session is expired.");
    return kept.value;
  }

  /** Returns the session of the newest matching challenge that has not expired. */
  newest(matches: (challenge: OpenChallenge) => boolean): string | undefined {
    return this.#open.entries().findLast(([, challenge]) => matches(challenge))?.[0];
  }

  /** Throws NotAuthorizedException if another request has used the session in the meantime. */
  consume(session: string): void {
    if (!this.#open.delete(session)) throw invalidSession();
  }
}
