/**
 * Who can sign up, by the domain of the address. A denied domain overrides an allowed one. An empty list of
 * allowed domains allows every domain.
 */
import { emailDomain, isEmail } from "./identifier.js";
import { DAY_SECONDS } from "./seconds.js";

export type SignUpPolicy = {
  readonly allowedDomains: readonly string[];
  readonly deniedDomains: readonly string[];
};

/** Rules for users who register themselves; no other party has verified their address. */
export type RegistrationRules = SignUpPolicy & {
  readonly disposableDomains: "refuse" | "allow";
  /** `invited`: only with an invitation to the address. */
  readonly access: "open" | "invited";
  /** How an invited user confirms the address: by a `code`, or by the invitation `token` alone. */
  readonly invitedConfirm: "code" | "token";
  /** For addresses that may belong to a legacy user, while the legacy system is unavailable. */
  readonly whenLegacyDown: "refuse" | "allow";
};

/** How long the browser of a sign-up is marked: the lifetime of the pool's confirmation code. */
export const MARKER_SECONDS = DAY_SECONDS;

const covers = (listed: string, domain: string): boolean =>
  domain === listed || domain.endsWith(`.${listed}`);

/** True if the normalised address is allowed. A listed domain covers its subdomains. */
export const maySignUp = (policy: SignUpPolicy, email: string): boolean => {
  if (!isEmail(email)) return false;
  const domain = emailDomain(email);
  if (policy.deniedDomains.some((listed) => covers(listed, domain))) return false;
  return policy.allowedDomains.length === 0 || policy.allowedDomains.some((listed) => covers(listed, domain));
};

/**
 * True if a user can register with the normalised address. A domain that the stage allows by name is never
 * treated as disposable.
 */
export const mayRegister = (
  rules: RegistrationRules,
  email: string,
  disposable: { includes(domain: string): boolean },
): boolean => {
  if (!maySignUp(rules, email)) return false;
  if (rules.allowedDomains.length > 0 || rules.disposableDomains === "allow") return true;
  return !disposable.includes(emailDomain(email));
};
