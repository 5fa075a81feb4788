/** The user pool. */
import type { ExternalIdentity, NativeUser } from "../domain/federation.js";
import type { Principal } from "../domain/token-rules.js";

export type Session = {
  readonly accessToken: string;
  readonly idToken: string;
  /** Present when the pool gave a new one. */
  readonly refreshToken?: string | undefined;
  readonly expiresInSeconds: number;
  readonly principal: Pick<Principal, "sub" | "jti" | "sessionId" | "userId">;
};

export type CodeDelivery = { readonly medium: string; readonly destination: string };

/** The user pool, as the endpoints use it. Expected refusals are answers; the rest rejects. */
export interface UserPool {
  signIn(email: string, password: string): Promise<SignInAnswer>;
  signUp(input: SignUpInput): Promise<SignUpAnswer>;
  confirmSignUp(email: string, code: string): Promise<"confirmed" | "invalid_code">;
  /**
   * The password of somebody who has just been confirmed, in place of the one that the address was
   * registered with.
   */
  setPassword(email: string, password: string): Promise<{ readonly sub: string }>;
  /** Sends a new code to whoever has an unconfirmed address; `withheld` is not for the caller to know. */
  resendCode(email: string): Promise<"sent" | "withheld">;
  /**
   * Mails a code for a new password if it may. `withheld` is for audit alone, and so is `unavailable`:
   * of somebody whom the pool does not know, and the legacy system could not be asked.
   */
  requestReset(email: string): Promise<"asked" | "withheld" | "unavailable">;
  resetPassword(input: { email: string; code: string; password: string }): Promise<ResetAnswer>;
  /** Ends every session of a person who holds none of them. */
  endSessions(email: string): Promise<void>;
  refresh(refreshToken: string): Promise<RefreshAnswer>;
  /** Ends every session of the user; nothing to do when the token's own session is already over. */
  signOutEverywhere(accessToken: string): Promise<void>;
  revoke(refreshToken: string): Promise<void>;
  /** Begins a sign-in without a password and answers CHOOSE with `choice`: the message, in a language if it is known, is on its way then. */
  startChallenge(username: string, choice: string, language?: string): Promise<StartChallengeAnswer>;
  /** Answers a code or a link. `wrong` when another answer may follow, with the session that it needs. */
  answerChallenge(input: { session: string; username: string; answer: string }): Promise<ChallengeAnswer>;
}
export type StartChallengeAnswer =
  | { readonly kind: "asked"; readonly session: string; readonly username: string }
  | { readonly kind: "refused" };
export type ChallengeAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "wrong"; readonly session: string }
  | { readonly kind: "refused" };
export type SignInAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | {
      readonly kind: "refused" | "denied" | "not_confirmed" | "reset_required" | "challenge" | "unavailable";
    };
export type SignUpInput = {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly captchaToken?: string | undefined;
  readonly invitationToken?: string | undefined;
};
/** `refused`: the trigger refused the address. */
export type SignUpAnswer =
  | {
      readonly kind: "created";
      readonly sub: string;
      readonly confirmed: boolean;
    }
  | {
      readonly kind:
        | "exists"
        | "refused"
        | "captcha_failed"
        | "invitation_required"
        | "weak_password"
        | "unavailable";
    };
export type ResetAnswer = "reset" | "invalid_code" | "weak_password";
export type RefreshAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "refused"; readonly reason: "expired" | "reused" | "suspended" };

/** Identities of external providers on users of the pool. Calls are subject to the pool's administrative quota. */
export interface Identities {
  /** The pool's own user who signs in with this address; undefined when there is none. */
  nativeUser(userPoolId: string, email: string): Promise<NativeUser | undefined>;
  isLinked(userPoolId: string, user: NativeUser, identity: ExternalIdentity): Promise<boolean>;
  /** From now on whoever proves the identity signs in as the user. */
  link(userPoolId: string, username: string, identity: ExternalIdentity): Promise<void>;
  /** `unknown` when it is linked to nobody. */
  unlink(userPoolId: string, identity: ExternalIdentity): Promise<"unlinked" | "unknown">;
  /** Every refresh token of the user is dead afterwards. */
  endSessions(userPoolId: string, username: string): Promise<void>;
}
