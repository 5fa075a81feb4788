/**
 * Who can sign in through an external provider, and which claims are kept. Only an address that the provider
 * verified counts. Otherwise, an attacker could enter another user's address at a provider that does not
 * verify addresses.
 */
import { isEmail, normaliseIdentifier } from "./identifier.js";
import { addressDomain, type FederatedProvider, KEPT_CLAIMS, type KeptClaim } from "./identity-provider.js";
import { maySignUp, type SignUpPolicy } from "./sign-up-policy.js";
import { cleanedText, isForeignId } from "./text.js";

export type FederationPolicy = {
  /** Allowed providers. Users of other providers are refused. */
  readonly providers: readonly FederatedProvider[];
  /** Allowed Google Workspace domains (claim `hd`); an empty list allows every Google account. */
  readonly hostedDomains: readonly string[];
};

/** Claims of a provider as text, as Cognito passes them on. */
export type ProviderClaims = Readonly<Record<string, string>>;
export type KeptClaims = Readonly<Partial<Record<KeptClaim, string>>>;

export type FederationRefusal =
  | "provider_not_allowed"
  | "email_missing"
  | "email_unverified"
  | "domain_not_of_provider"
  | "hosted_domain_not_allowed"
  | "domain_not_allowed";

const MAX_ATTRIBUTE_LENGTH = 2048; // Cognito's limit for a user attribute

/**
 * The kept claims, by our names: cleaned, trimmed, and cut to the attribute limit. The address is normalised as in a
 * sign-in. A subject is kept as it is or not at all: two subjects must not become one.
 */
export const keptClaims = ({ claims: names }: FederatedProvider, claims: ProviderClaims): KeptClaims => {
  const kept: Partial<Record<KeptClaim, string>> = {};
  for (const name of KEPT_CLAIMS) {
    const theirs = names[name];
    const value = theirs !== undefined && Object.hasOwn(claims, theirs) ? claims[theirs] : undefined;
    if (value === undefined) continue;
    const text = keptClaim(name, value);
    if (text !== "") kept[name] = text;
  }
  return kept;
};

const keptClaim = (name: KeptClaim, value: string): string => {
  if (name === "sub") return isForeignId(value) ? value : "";
  const text = name === "email" ? normaliseIdentifier(value) : cleanedText(value).trim();
  return text.slice(0, MAX_ATTRIBUTE_LENGTH).toWellFormed();
};

/**
 * The kept claims of an admitted user, by the provider's names, which the pool maps to attributes. Only here is an address
 * verified: providers without that claim have it by our name.
 */
export const mappedClaims = (
  { claims: names }: FederatedProvider,
  kept: KeptClaims,
): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [names[name as KeptClaim] ?? name, value]),
  ),
  email_verified: "true",
});

/**
 * Why the user cannot sign in; undefined if they can, with an address that counts as verified if the provider proves
 * addresses. `hd` is Google's claim of the Workspace.
 */
export const federationRefusal = (
  { hostedDomains }: FederationPolicy,
  signUp: SignUpPolicy,
  arrival: {
    readonly provider: FederatedProvider;
    readonly kept: KeptClaims;
    readonly hd?: string | undefined;
  },
): FederationRefusal | undefined => {
  const { provider, kept, hd = "" } = arrival;
  const { email = "", email_verified } = kept;
  if (!isEmail(email)) return "email_missing";
  // A provider with this claim says it of each address.
  const verifies = provider.provesAddress && provider.claims.email_verified !== undefined;
  if (verifies && email_verified !== "true") return "email_unverified";
  if (!isOfProvider(provider, email)) return "domain_not_of_provider";
  if (provider.type === "Google" && hostedDomains.length > 0 && !hostedDomains.includes(hd.toLowerCase()))
    return "hosted_domain_not_allowed";
  return maySignUp(signUp, email) ? undefined : "domain_not_allowed";
};

/** A provider with domains has no users of other domains: it could claim the address of another tenant. */
export const isOfProvider = ({ domains }: FederatedProvider, email: string): boolean =>
  domains.length === 0 || domains.includes(addressDomain(email) ?? "");

export type ExternalIdentity = { readonly provider: string; readonly subject: string };

/**
 * The identity in a federated user name, `<provider>_<subject>`. Cognito writes the provider in lower case
 * there and in its configured case elsewhere. A subject can contain underscores. Undefined for an unknown
 * provider.
 */
export const externalIdentity = (
  providers: readonly FederatedProvider[],
  userName: string,
): { readonly provider: FederatedProvider; readonly identity: ExternalIdentity } | undefined => {
  const end = userName.indexOf("_");
  const prefix = userName.slice(0, Math.max(end, 0)).toLowerCase();
  const provider = providers.find(({ name }) => name.toLowerCase() === prefix);
  const subject = userName.slice(end + 1);
  if (provider === undefined || subject === "") return undefined;
  return { provider, identity: { provider: provider.name, subject } };
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
