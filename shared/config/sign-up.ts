/** Who may sign up, and how. */
import type { RegistrationRules, SignUpPolicy } from "../domain/sign-up-policy.js";
import { type Environment, list, secureAddress, whole } from "./reading.js";

export const signUpPolicy = (environment: Environment): SignUpPolicy => ({
  allowedDomains: list(environment.SIGN_UP_ALLOWED_DOMAINS),
  deniedDomains: list(environment.SIGN_UP_DENIED_DOMAINS),
});

export const registrationRules = (environment: Environment): RegistrationRules => ({
  ...signUpPolicy(environment),
  disposableDomains: environment.SIGN_UP_DISPOSABLE_DOMAINS === "allow" ? "allow" : "refuse",
  access: environment.SIGN_UP_ACCESS === "invited" ? "invited" : "open",
  invitedConfirm: environment.SIGN_UP_INVITED_CONFIRM === "token" ? "token" : "code",
  whenLegacyDown: environment.SIGN_UP_WHEN_LEGACY_DOWN === "allow" ? "allow" : "refuse",
});

/** How long a sign-up takes at least, so that a mail to somebody else does not show. */
export const signUpFloor = (environment: Environment) => ({
  floorMs: whole(environment, "SIGN_UP_FLOOR_MS", 0),
});

/** Undefined where a stage asks no captcha. */
export const captcha = (environment: Environment) => {
  const { CAPTCHA_URL: url, CAPTCHA_SECRET: secret } = environment;
  if (!url) return undefined;
  if (!secret) throw new Error("missing in the environment: CAPTCHA_SECRET");
  return { url: secureAddress("CAPTCHA_URL", url), secret };
};
