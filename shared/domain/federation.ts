/**
 * Who may come in from an external provider, and what is taken over of what the provider says. Only
 * an address that the provider vouches for counts: without that, whoever can type an address at a
 * lax provider would be let in as its owner.
 */
import { isEmail, normaliseIdentifier } from "./identifier.js";
import { maySignUp, type SignUpPolicy } from "./sign-up-policy.js";

export type FederationPolicy = {
  /** The providers by their names in the pool. Nobody else's people come in. */
  readonly providers: readonly string[];
  /** Google Workspace domains (the claim `hd`); none admits every account. */
  readonly hostedDomains: readonly string[];
};

/** Claims of a provider as text, which is how Cognito hands them over. */
export type ProviderClaims = Readonly<Record<string, string>>;

export type ArrivalRefusal =
  | "provider_not_allowed"
  | "email_missing"
  | "email_unverified"
  | "hosted_domain_not_allowed"
  | "domain_not_allowed";

/** What is kept of a provider's claims; `sub` says who it is. */
const KEPT = [
  "sub",
  "email",
  "email_verified",
  "name",
  "given_name",
  "family_name",
  "locale",
  "picture",
] as const;
const MAX_ATTRIBUTE_LENGTH = 2048; // Cognito's limit of a user attribute

/**
 * The claims to go on with: those that are known, trimmed, composed (NFC), without broken characters,
 * cut to what an attribute holds. The address is spelt as sign-in spells it.
 */
export const keptClaims = (claims: ProviderClaims): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value === undefined) continue;
    const text = name === "email" ? normaliseIdentifier(value) : value.trim().normalize("NFC");
    const fitting = text.slice(0, MAX_ATTRIBUTE_LENGTH).toWellFormed();
    if (fitting !== "") kept[name] = fitting;
  }
  return kept;
};

/** Why this person may not come in; undefined when they may. `claims` are the kept ones and `hd`. */
export const refuseArrival = (
  { providers, hostedDomains }: FederationPolicy,
  signUp: SignUpPolicy,
  { provider, claims }: { readonly provider: string; readonly claims: ProviderClaims },
): ArrivalRefusal | undefined => {
  if (!providers.includes(provider)) return "provider_not_allowed";
  const { email = "", email_verified, hd = "" } = claims;
  if (!isEmail(email)) return "email_missing";
  if (email_verified !== "true") return "email_unverified";
  if (hostedDomains.length > 0 && !hostedDomains.includes(hd.toLowerCase()))
    return "hosted_domain_not_allowed";
  return maySignUp(signUp, email) ? undefined : "domain_not_allowed";
};

export type ExternalIdentity = { readonly provider: string; readonly subject: string };

/**
 * The identity behind a federated user name, `<provider>_<subject>`. Cognito writes the provider in
 * lower case there and under its own name elsewhere; a subject may hold further underscores.
 * Undefined when the provider is none of ours.
 */
export const externalIdentity = (
  providers: readonly string[],
  userName: string,
): ExternalIdentity | undefined => {
  const end = userName.indexOf("_");
  const prefix = userName.slice(0, Math.max(end, 0)).toLowerCase();
  const provider = providers.find((name) => name.toLowerCase() === prefix);
  const subject = userName.slice(end + 1);
  return provider === undefined || subject === "" ? undefined : { provider, subject };
};

/** A user of the pool's own, as far as linking has to know them. */
export type NativeUser = {
  readonly username: string;
  readonly sub: string;
  readonly enabled: boolean;
  readonly status: string;
  readonly emailVerified: boolean;
  /** Providers that are linked already. */
  readonly providers: readonly string[];
};

export type LinkRefusal =
  | "user_disabled"
  | "user_not_confirmed"
  | "user_email_unverified"
  | "user_suspended"
  | "provider_linked";

/**
 * Why an identity may not be linked to this user. Whoever never proved the address may be somebody
 * who lies in wait for its owner (Sudhodanan and Paverd, "Pre-hijacked accounts", 2022).
 */
export const refuseLink = (user: NativeUser, provider: string): LinkRefusal | undefined => {
  if (!user.enabled) return "user_disabled";
  if (user.status !== "CONFIRMED") return "user_not_confirmed";
  if (!user.emailVerified) return "user_email_unverified";
  // A second identity of one provider is another person there.
  return user.providers.includes(provider) ? "provider_linked" : undefined;
};
