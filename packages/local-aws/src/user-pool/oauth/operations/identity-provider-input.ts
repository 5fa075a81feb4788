/**
 * Validates identity providers, whether declared in a template or through the API (API reference,
 * CreateIdentityProvider).
 */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../../errors.js";
import { isSafeAddress } from "../../federation/provider-settings.js";
import { poolId } from "../../operations/fields.js";
import type { Pool } from "../../store/pool.js";
import type { Attributes } from "../../store/user.js";
import type { IdentityProvider } from "../records.js";

const providerName = z.string().regex(/^(?=[^_])[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]{1,32}$/u, "must be a name");
export const identifier = z.string().regex(/^[\w\s+=.@-]{1,40}$/, "must be an identifier");
const texts = z.record(z.string(), z.string());

export const named = z.object({ UserPoolId: poolId, ProviderName: providerName });
export const updateInput = named.extend({
  ProviderDetails: texts.optional(),
  AttributeMapping: texts.optional(),
  AcrMapping: z.record(z.string().regex(/^Level[1-4]$/), z.string().min(1).max(2048)).optional(),
  IdpIdentifiers: z.array(identifier).max(50).optional(),
});
const types = ["OIDC", "SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"] as const;
export const createInput = updateInput.extend({ ProviderType: z.enum(types), ProviderDetails: texts });

/** Throws InvalidParameterException for a provider that Amazon Cognito rejects. */
export function saveIdentityProvider(pool: Pool, input: unknown, now: number): IdentityProvider {
  const parsed = createInput.safeParse(input);
  if (!parsed.success) throw invalidParameter("An identity provider needs a name, a type and its details.");
  const { ProviderName: name, ProviderType: type, ProviderDetails: details } = parsed.data;
  const {
    AttributeMapping: mapping = {},
    AcrMapping: levels,
    IdpIdentifiers: identifiers = [],
  } = parsed.data;
  checkDetails(type, details);
  const unknownAttribute = Object.keys(mapping).find(
    (attribute) => attribute !== "username" && !pool.schema.has(attribute),
  );
  if (unknownAttribute !== undefined)
    throw invalidParameter(`Invalid attribute mapping: ${unknownAttribute}`);
  const taken = pool.oauth.identityProviders
    .all()
    .some((other) => other.name !== name && other.identifiers.some((own) => identifiers.includes(own)));
  if (taken)
    throw new CognitoError("DuplicateProviderException", "The identifier belongs to another provider.");
  const provider = {
    name,
    type,
    details,
    attributeMapping: { username: "sub", ...mapping },
    identifiers,
    ...(levels && { levels }),
    createdAt: pool.oauth.identityProviders.get(name)?.createdAt ?? now,
    modifiedAt: now,
  };
  pool.oauth.identityProviders.save(name, provider);
  return provider;
}

const requiredDetails: Readonly<Record<string, readonly string[]>> = {
  OIDC: ["client_id", "authorize_scopes", "oidc_issuer"],
  Google: ["client_id", "client_secret", "authorize_scopes"],
};
const addresses = ["oidc_issuer", "authorize_url", "token_url", "attributes_url", "jwks_uri"];

function checkDetails(type: string, details: Attributes): void {
  const absent = (requiredDetails[type] ?? []).find((key) => !details[key]);
  if (absent !== undefined) throw invalidParameter(`ProviderDetails needs ${absent}.`);
  const bad = addresses.find((key) => details[key] !== undefined && !isSafeAddress(details[key]));
  if (bad !== undefined) throw invalidParameter(`ProviderDetails: ${bad} must be an https URL.`);
  const { attributes_request_method: method = "GET" } = details;
  if (method !== "GET" && method !== "POST") {
    throw invalidParameter("ProviderDetails: attributes_request_method must be GET or POST.");
  }
}
