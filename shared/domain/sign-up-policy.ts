/** Who may sign up: domain lists of the stage. A deny wins over an allow; no allow-list admits every domain. */
import { emailDomain, isEmail } from "./identifier.js";

export type SignUpPolicy = {
  readonly allowedDomains: readonly string[];
  readonly deniedDomains: readonly string[];
};

const covers = (listed: string, domain: string): boolean =>
  domain === listed || domain.endsWith(`.${listed}`);

/** True when the normalised address may register. A listed domain covers its sub-domains. */
export const maySignUp = (policy: SignUpPolicy, email: string): boolean => {
  if (!isEmail(email)) return false;
  const domain = emailDomain(email);
  if (policy.deniedDomains.some((listed) => covers(listed, domain))) return false;
  return policy.allowedDomains.length === 0 || policy.allowedDomains.some((listed) => covers(listed, domain));
};
