/** The user pool. */
import type { ExternalIdentity, NativeUser } from "../domain/federation.js";
import type { PoolChallenge } from "../domain/pool-challenge.js";
import type { PoolUser } from "../domain/pool-user.js";
import type { Principal } from "../domain/token-rules.js";

export type Session = {
  readonly accessToken: string;
  readonly idToken: string;
  /** Present if there is a new one. */
  readonly refreshToken?: string | undefined;
  readonly expiresInSeconds: number;
  readonly principal: Pick<
    Principal,
    | "sub"
    | "username"
    | "jti"
    | "sessionId"
    | "userId"
    | "activeAccountId"
    | "scopes"
    | "authenticatedAtSeconds"
  >;
  /** What the tokens say of the user. */
  readonly facts: SessionFacts;
};

export type SessionFacts = {
  readonly email: string;
  readonly account?:
    | Readonly<Record<"systemAccountId" | "visibleAccountId" | "cellId" | "role", string>>
    | undefined;
};

export type CodeDelivery = { readonly medium: string; readonly destination: string };

/** The user pool, as the endpoints use it. Expected refusals are return values; anything else rejects. */
export interface UserPool {
  /**
   * `began`: the start of the request, by which the trigger limits its call of the legacy system. Undefined for a probe,
   * whose call has no such limit. `counted`: the proof that the attempt was counted, as `countedSignInText` has it.
   */
  signIn(email: string, password: string, began?: Date, counted?: string): Promise<SignInAnswer>;
  signUp(input: SignUpInput): Promise<SignUpAnswer>;
  /** `limited`: too many codes of this user. Callers must not tell it from `invalid_code`. */
  confirmSignUp(email: string, code: string): Promise<"confirmed" | "invalid_code" | "limited">;
  /** Replaces the password from registration, right after the user confirmed the address. */
  setPassword(email: string, password: string): Promise<{ readonly sub: string }>;
  /**
   * Sends a new code to an unconfirmed address. Callers must not reveal the answer to the client. `limited` and
   * `undelivered`: the pool has the user, but mailed nothing.
   */
  resendCode(email: string): Promise<"sent" | "withheld" | "limited" | "undelivered">;
  /**
   * Sends a password reset code, if allowed. `withheld` and `unavailable` are for the audit stream only.
   * `unavailable`: the pool does not know the user, and the legacy system did not answer.
   */
  requestReset(email: string, began: Date): Promise<"asked" | "withheld" | "unavailable">;
  resetPassword(input: { email: string; code: string; password: string }): Promise<ResetAnswer>;
  /** The `sub` of the user who signs in with this address; undefined if no user does. */
  subOf(email: string): Promise<string | undefined>;
  /** Revokes every refresh token of the user. Does nothing for a user who is not in the pool. */
  endSessions(sub: string): Promise<void>;
  refresh(refreshToken: string): Promise<RefreshAnswer>;
  /** Revokes the refresh tokens of one sign-in. Does nothing for an invalid token. */
  revoke(refreshToken: string): Promise<void>;
  /**
   * Starts a passwordless sign-in and answers CHOOSE with `choice`. The message is then sent, in `language`
   * if given.
   */
  startChallenge(username: string, choice: string, language?: string): Promise<StartChallengeAnswer>;
  /** Answers a step that a sign-in with a password asked for. */
  answerStep(challenge: PoolChallenge, answer: string): Promise<StepAnswer>;
  /** Answers a code or a link. `wrong` allows another answer, with the returned session. */
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
  /** The password is correct, and the pool asks for another step. */
  | { readonly kind: "challenge"; readonly challenge: PoolChallenge }
  | {
      /**
       * `locked`: the pool checks no password of this user for a while. `unavailable`: a trigger failed, which
       * depends on the name. `legacy_unavailable`: it was UserMigration.
       */
      readonly kind:
        | "refused"
        | "locked"
        | "denied"
        | "not_confirmed"
        | "reset_required"
        | "unavailable"
        | "legacy_unavailable";
    };
/** `wrong` and `weak_password` allow another answer to the same step, with the returned session. */
export type StepAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "challenge"; readonly challenge: PoolChallenge }
  | { readonly kind: "wrong" | "weak_password"; readonly session: string }
  | { readonly kind: "refused" };
export type SignUpInput = {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly captchaToken?: string | undefined;
  readonly invitationToken?: string | undefined;
};
/**
 * `refused`: the trigger refused the address. `limited`, `undelivered`: the code was not mailed, which depends on the
 * address.
 */
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
        | "limited"
        | "undelivered"
        | "captcha_failed"
        | "invitation_required"
        | "weak_password"
        | "unavailable";
    };
export type ResetAnswer = "reset" | "invalid_code" | "weak_password";
export type RefreshAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "refused"; readonly reason: "expired" | "reused" | "suspended" };

/**
 * Identities of external providers on users of the pool. Calls count against the pool's administrative quota.
 */
export interface Identities {
  /** The native user who signs in with this address; undefined if there is none. */
  nativeUser(userPoolId: string, email: string): Promise<NativeUser | undefined>;
  isLinked(userPoolId: string, user: NativeUser, identity: ExternalIdentity): Promise<boolean>;
  /** From then on, a sign-in with this identity signs in as the user. */
  link(userPoolId: string, username: string, identity: ExternalIdentity): Promise<void>;
  /** Returns `unknown` if the identity is not linked. */
  unlink(userPoolId: string, identity: ExternalIdentity): Promise<"unlinked" | "unknown">;
  /** Revokes every refresh token of the user. */
  endSessions(userPoolId: string, username: string): Promise<void>;
}

/** Attributes that other systems read from the pool. */
export interface PoolAttributes {
  /** Sets `custom:legacy_id`. */
  setLegacyId(userPoolId: string, username: string, legacyId: string): Promise<void>;
}

/** Users of the pool by their `sub`, for the rare sign-ins in which two pool users claim one user id. */
export interface PoolDirectory {
  /** A native or federated user; undefined if there is none. */
  bySub(userPoolId: string, sub: string): Promise<PoolUser | undefined>;
  /** Ends the user's sessions too. Does nothing for an unknown user. */
  remove(userPoolId: string, username: string): Promise<void>;
  /** From then on, a sign-in with this identity signs in as the native user. */
  link(userPoolId: string, username: string, identity: ExternalIdentity): Promise<void>;
}
