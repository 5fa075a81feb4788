/**
 * The steps that the pool can ask for after the correct password, by names of ours.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */

export type PoolChallengeKind =
  | "new_password"
  | "totp"
  | "sms_code"
  | "email_code"
  | "choose_factor"
  | "custom";

export type PoolChallenge = {
  readonly kind: PoolChallengeKind;
  /** The pool's session of the sign-in. */
  readonly session: string;
  /** As the pool names the user in the next call. */
  readonly username: string;
  /** The masked destination of a code. */
  readonly destination?: string | undefined;
  /** The factors to choose from. */
  readonly factors?: readonly PoolChallengeKind[] | undefined;
};

/** How the pool names a step, and its parameter with the answer. */
const STEPS = {
  new_password: { name: "NEW_PASSWORD_REQUIRED", parameter: "NEW_PASSWORD" },
  totp: { name: "SOFTWARE_TOKEN_MFA", parameter: "SOFTWARE_TOKEN_MFA_CODE" },
  sms_code: { name: "SMS_MFA", parameter: "SMS_MFA_CODE" },
  email_code: { name: "EMAIL_OTP", parameter: "EMAIL_OTP_CODE" },
  choose_factor: { name: "SELECT_MFA_TYPE", parameter: "ANSWER" },
  custom: { name: "CUSTOM_CHALLENGE", parameter: "ANSWER" },
} as const satisfies Record<PoolChallengeKind, { readonly name: string; readonly parameter: string }>;

const KINDS = Object.keys(STEPS) as PoolChallengeKind[];

export const isChallengeKind = (kind: unknown): kind is PoolChallengeKind =>
  KINDS.some((each) => each === kind);
export const stepOf = (kind: PoolChallengeKind) => STEPS[kind];
export const kindOf = (name: string | undefined): PoolChallengeKind | undefined =>
  KINDS.find((kind) => STEPS[kind].name === name);

/** The pool's name of a factor in a list, where e-mail has two. */
const FACTORS: Readonly<Record<string, PoolChallengeKind>> = {
  SOFTWARE_TOKEN_MFA: "totp",
  SMS_MFA: "sms_code",
  EMAIL_MFA: "email_code",
  EMAIL_OTP: "email_code",
};
const FACTOR_NAMES: Partial<Record<PoolChallengeKind, string>> = {
  totp: "SOFTWARE_TOKEN_MFA",
  sms_code: "SMS_MFA",
  email_code: "EMAIL_OTP",
};

export const factorsIn = (names: readonly string[]): readonly PoolChallengeKind[] =>
  names.map((name) => FACTORS[name]).filter((kind) => kind !== undefined);

/** The answer to `choose_factor`. Undefined for what is no factor. */
export const factorName = (kind: string): string | undefined =>
  Object.hasOwn(FACTOR_NAMES, kind) ? FACTOR_NAMES[kind as PoolChallengeKind] : undefined;

/** Wrong answers to one sign-in. The last one ends it. */
export const MOST_WRONG_ANSWERS = 5;
