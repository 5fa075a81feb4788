/**
 * Who can sign in through an external provider, and which claims are kept. Only an address that the provider
 * verified counts. Otherwise, an attacker could enter another user's address at a provider that does not
 * verify addresses.
 */
import { isEmail, normaliseIdentifier } from "./identifier.js";
import { maySignUp, type SignUpPolicy } from "./sign-up-policy.js";
import { cleanedText, isForeignId } from "./text.js";

export type FederationPolicy = {
  /** Allowed providers, by their names in the pool. Users of other providers are refused. */
  readonly providers: readonly string[];
  /** Allowed Google Workspace domains (claim `hd`); an empty list allows every Google account. */
  readonly hostedDomains: readonly string[];
};

/** Claims of a provider as text, as Cognito passes them on. */
export type ProviderClaims = Readonly<Record<string, string>>;

export type FederationRefusal =
  | "provider_not_allowed"
  | "email_missing"
  | "email_unverified"
  | "hosted_domain_not_allowed"
  | "domain_not_allowed";

/** The claims that are kept; `sub` identifies the user at the provider. */
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
const MAX_ATTRIBUTE_LENGTH = 2048; // Cognito's limit for a user attribute

/**
 * The kept claims: cleaned, trimmed, and cut to the attribute limit. The address is normalised as in a sign-in.
 * A subject is kept as it is or not at all: two subjects must not become one.
 */
export const keptClaims = (claims: ProviderClaims): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value === undefined) continue;
    const text = keptClaim(name, value);
    if (text !== "") kept[name] = text;
  }
  return kept;
};

const keptClaim = (name: (typeof KEPT)[number], value: string): string => {
  if (name === "sub") return isForeignId(value) ? value : "";
  const text = name === "email" ? normaliseIdentifier(value) : cleanedText(value).trim();
  return text.slice(0, MAX_ATTRIBUTE_LENGTH).toWellFormed();
};

/** Why the user cannot sign in; undefined if they can. `claims` are the kept claims and `hd`. */
export const federationRefusal = (
  { providers, hostedDomains }: FederationPolicy,
  signUp: SignUpPolicy,
  { provider, claims }: { readonly provider: string; readonly claims: ProviderClaims },
): FederationRefusal | undefined => {
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
 * The identity in a federated user name, `<provider>_<subject>`. Cognito writes the provider in lower case
 * there and in its configured case elsewhere. A subject can contain underscores. Undefined for an unknown
 * provider.
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

/** A native user of the pool, with the data that linking needs. */
export type NativeUser = {
  readonly username: string;
  readonly sub: string;
  /** `custom:user_id`, for migrated users, also before their first sign-in. */
  readonly userId?: string | undefined;
  readonly enabled: boolean;
  readonly status: string;
  readonly emailVerified: boolean;
  /** Providers of linked identities. */
  readonly providers: readonly string[];
};

export type IdentityLinkRefusal =
  | "user_disabled"
  | "user_not_confirmed"
  | "user_email_unverified"
  | "user_suspended"
  | "provider_linked";

/**
 * Why an identity cannot be linked to this user. Prevents account pre-hijacking: an attacker can register an
 * address that they never verified and wait for its owner (Sudhodanan and Paverd, "Pre-hijacked accounts",
 * 2022).
 */
export const refuseIdentityLink = (user: NativeUser, provider: string): IdentityLinkRefusal | undefined => {
  if (!user.enabled) return "user_disabled";
  if (user.status !== "CONFIRMED") return "user_not_confirmed";
  if (!user.emailVerified) return "user_email_unverified";
  // A second identity of the same provider belongs to a different user of that provider.
  return user.providers.includes(provider) ? "provider_linked" : undefined;
};
