/** The second factors of a user. Plain data, part of the profile. */
import type { Failures } from "../rules/lockout.js";

export const mfaKinds = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"] as const;

export type MfaKind = (typeof mfaKinds)[number];

export interface UserMfa {
  enabled: MfaKind[];
  preferred?: MfaKind;
  /** Base32, verified. */
  totpSecret?: string;
  totpName?: string;
  /** The latest step with a used code. */
  totpLastStep?: number;
  /** A new secret that is not yet verified. */
  totpPending?: string;
  failures: Failures;
}

/** Profiles of an older data file lack the member. */
export function mfaOf(user: { mfa?: UserMfa }): UserMfa {
  user.mfa ??= { enabled: [], failures: { count: 0, lockedUntil: 0 } };
  return user.mfa;
}

/** A user who sets a factor up because the pool requires it is asked for that factor. */
export function preferMfa(user: { mfa?: UserMfa }, kind: MfaKind): void {
  const mfa = mfaOf(user);
  mfa.enabled = [...new Set([...mfa.enabled, kind])];
  mfa.preferred = kind;
}

export function acceptTotpSecret(mfa: UserMfa, secret: string, step: number, name?: string): void {
  mfa.totpSecret = secret;
  mfa.totpLastStep = step;
  delete mfa.totpPending;
  if (name === undefined) delete mfa.totpName;
  else mfa.totpName = name;
}

export const mfaDescription = ({ mfa }: { mfa?: UserMfa }) => ({
  ...(mfa && mfa.enabled.length > 0 && { UserMFASettingList: mfa.enabled }),
  ...(mfa?.preferred && { PreferredMfaSetting: mfa.preferred }),
});
