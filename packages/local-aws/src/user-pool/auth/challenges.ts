/**
 * Sign-ins that wait for an answer. The session handed to the client is a random handle: it says nothing, cannot be
 * forged, and is used once. Kept in memory: a restart ends open challenges.
 */
import { randomBytes } from "node:crypto";
import { BoundedMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";
import { notAuthorized } from "../errors.js";
import type { SentCode } from "../messages/sent-code.js";
import type { SrpExchange } from "../rules/srp.js";
import type { MfaKind } from "../store/mfa.js";
import type { SignInState } from "./sign-in-state.js";

/** What CreateAuthChallenge made up. */
export interface CustomQuestion {
  readonly publicParameters: Record<string, string>;
  readonly privateParameters: Record<string, string>;
  readonly metadata?: string;
}

/** The first factors that a user may choose from. */
export type FirstFactor = "PASSWORD" | "PASSWORD_SRP" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN";

/** What the pool must remember of its question. */
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

/** EMAIL_OTP is the name of a first factor and of a second one. */
type FirstCode = OpenCode & { readonly name: "EMAIL_OTP" | "SMS_OTP"; readonly first: true };
type SecondCode = OpenCode & { readonly name: "EMAIL_OTP" | "SMS_MFA"; readonly first: false };

/** Counted while the challenge is open. */
export interface Guesses {
  wrong: number;
}

export interface SetupProgress {
  /** Chosen on the pages, where an address can be set up as well. */
  readonly kind?: MfaKind;
  /** The code that went to the address to be set up. */
  readonly contact?: SentCode;
  /** The secret that AssociateSoftwareToken gave out in this session. */
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
  readonly #open = new BoundedMap<OpenChallenge>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(challenge: OpenChallenge): string {
    const session = randomBytes(96).toString("base64url");
    this.#open.set(session, challenge);
    return session;
  }

  /** Throws NotAuthorizedException for a session that was never issued, was used, or is over. */
  find(session: string): OpenChallenge {
    const challenge = this.#open.get(session);
    if (!challenge) throw invalidSession();
    if (this.#clock.now() >= challenge.expiresAt) {
      throw notAuthorized("Invalid session for the user, session is expired.");
    }
    return challenge;
  }

  /** The session of the newest challenge like that. */
  newest(matches: (challenge: OpenChallenge) => boolean): string | undefined {
    return this.#open.entries().findLast(([, challenge]) => matches(challenge))?.[0];
  }

  /** Throws NotAuthorizedException when another request has used the session in the meantime. */
  consume(session: string): void {
    if (!this.#open.delete(session)) throw invalidSession();
  }
}
