/**
 * Who may sign up: rules of the stage, held against the address alone. A deny wins over an allow; no
 * allow-list admits every domain.
 */
import { emailDomain, isEmail } from "./identifier.js";

export type SignUpPolicy = {
  readonly allowedDomains: readonly string[];
  readonly deniedDomains: readonly string[];
};

/** For people who register by themselves; nobody else vouches for their address. */
export type RegistrationRules = SignUpPolicy & {
  readonly disposableDomains: "refuse" | "allow";
  /** `invited`: only whoever has an invitation to their address. */
  readonly access: "open" | "invited";
  /** What an invited person still has to do: `code` confirms their address, or nothing, as the token does. */
  readonly invitedConfirm: "code" | "token";
  /** What happens to addresses that might be somebody's in the legacy system, while nobody can ask it. */
  readonly whenLegacyDown: "refuse" | "allow";
};

const covers = (listed: string, domain: string): boolean =>
  domain === listed || domain.endsWith(`.${listed}`);

/** True when the normalised address may be used. A listed domain covers its sub-domains. */
export const maySignUp = (policy: SignUpPolicy, email: string): boolean => {
  if (!isEmail(email)) return false;
  const domain = emailDomain(email);
  if (policy.deniedDomains.some((listed) => covers(listed, domain))) return false;
  return policy.allowedDomains.length === 0 || policy.allowedDomains.some((listed) => covers(listed, domain));
};

/** True when a person may register with the normalised address. A domain that the stage allows by name is never held to be disposable. */
export const mayRegister = (
  rules: RegistrationRules,
  email: string,
  disposable: { includes(domain: string): boolean },
): boolean => {
  if (!maySignUp(rules, email)) return false;
  if (rules.allowedDomains.length > 0 || rules.disposableDomains === "allow") return true;
  return !disposable.includes(emailDomain(email));
};
