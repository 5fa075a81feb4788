/**
 * The strength of an authentication: the methods of the `amr` claim, and the four `acr` levels that
 * combinations of them reach (developer guide, "Authentication levels with ACR and AMR claims"). The
 * combinations are fixed.
 */

/** Password, authenticator app, text message, email, and a passkey in software or on a hardware key. */
export const methods = ["pwd", "otp", "sms", "email_otp", "swk", "hwk"] as const;

export type Method = (typeof methods)[number];

export const levels = [1, 2, 3, 4] as const;

export type Level = (typeof levels)[number];

/** The combinations of each level. Each list of methods is sufficient. */
export const combinations: Readonly<Record<Level, readonly (readonly Method[])[]>> = {
  1: [["pwd"]],
  2: [["sms"], ["email_otp"]],
  3: [["swk"], ["hwk"], ["pwd", "sms"], ["pwd", "email_otp"]],
  4: [["pwd", "otp"]],
};

/** Returns the highest level that the methods reach, or undefined. */
export const levelOf = (proved: readonly Method[]): Level | undefined =>
  levels.findLast((level) =>
    combinations[level].some((needed) => needed.every((method) => proved.includes(method))),
  );

/** The `amr` claim. */
export const amrOf = (proved: readonly Method[]): string[] =>
  proved.length > 1 ? [...proved, "mfa"] : [...proved];

const byChallenge: Readonly<Record<string, Method>> = {
  PASSWORD: "pwd",
  PASSWORD_VERIFIER: "pwd",
  SOFTWARE_TOKEN_MFA: "otp",
  MFA_SETUP: "otp",
  SMS_MFA: "sms",
  SMS_OTP: "sms",
  EMAIL_OTP: "email_otp",
};

/** Returns the proved methods after this challenge is passed as well. */
export function withChallenge(proved: readonly Method[], challengeName: string): readonly Method[] {
  const method = byChallenge[challengeName];
  return method === undefined || proved.includes(method) ? proved : [...proved, method];
}
