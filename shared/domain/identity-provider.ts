/** The external providers of a stage: whose word counts for an address, and what each calls the claims that are kept. */
import { emailDomain, normaliseIdentifier } from "./identifier.js";

/** The claims that are kept; `sub` identifies the user at the provider. */
export const KEPT_CLAIMS = [
  "sub",
  "email",
  "email_verified",
  "name",
  "given_name",
  "family_name",
  "locale",
  "picture",
] as const;
export type KeptClaim = (typeof KEPT_CLAIMS)[number];

/** The provider's own name of each claim that it may give. */
export type ClaimNames = Readonly<Partial<Record<KeptClaim, string>>>;

export type FederatedProvider = {
  /** Its name in the pool. */
  readonly name: string;
  readonly type: "Google" | "OIDC" | "SAML" | "Facebook";
  /** False: an address of this provider counts only after its user has entered a mailed code. */
  readonly provesAddress: boolean;
  /** The e-mail domains of the provider, in ASCII. Not empty: it has no users of other domains. */
  readonly domains: readonly string[];
  readonly claims: ClaimNames;
};

export const OPENID_CLAIMS: ClaimNames = Object.fromEntries(KEPT_CLAIMS.map((name) => [name, name]));

/** https://developers.facebook.com/docs/graph-api/reference/user/ says nothing about a verified address. */
export const FACEBOOK_CLAIMS: ClaimNames = {
  sub: "id",
  email: "email",
  name: "name",
  given_name: "first_name",
  family_name: "last_name",
};

const CLAIM_TYPES = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** The usual attribute names of SAML providers. The subject is the NameID, which is no attribute. */
export const SAML_CLAIMS: ClaimNames = {
  email: `${CLAIM_TYPES}/emailaddress`,
  given_name: `${CLAIM_TYPES}/givenname`,
  family_name: `${CLAIM_TYPES}/surname`,
};

export const GOOGLE: FederatedProvider = {
  name: "Google",
  type: "Google",
  provesAddress: true,
  domains: [],
  claims: OPENID_CLAIMS,
};

/**
 * A domain in the form in which domains are compared: lower case, ASCII (RFC 5891) and without the dot of the root.
 * Undefined for a text that is no domain.
 */
const asciiDomain = (text: string): string | undefined => {
  const domain = text.trim().replace(/\.$/, "");
  // What else a URL could have after its scheme: a port, a path, credentials, an escape.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  return new URL(`http://${domain}`).hostname;
};

/** The domain of an address, as typed by a user. */
export const addressDomain = (address: string): string | undefined =>
  address.includes("@") ? asciiDomain(emailDomain(normaliseIdentifier(address))) : undefined;

/** The provider to which the domain of an address belongs. */
export const providerOfAddress = (
  providers: readonly FederatedProvider[],
  address: string,
): FederatedProvider | undefined => {
  const domain = addressDomain(address);
  return domain === undefined ? undefined : providers.find(({ domains }) => domains.includes(domain));
};
