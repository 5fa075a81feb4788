/** Claims that a stage keeps out of its tokens. */

// Claims that Cognito does not suppress (developer guide, "Claims you can't modify"), and the group claims,
// which have a separate mechanism. Any of these in the response fails every sign-in.
const KEPT: ReadonlySet<string> = new Set([
  "acr",
  "amr",
  "at_hash",
  "aud",
  "auth_time",
  "azp",
  "client_id",
  "device_key",
  "event_id",
  "exp",
  "iat",
  "identities",
  "iss",
  "jti",
  "nbf",
  "nonce",
  "origin_jti",
  "scope",
  "sub",
  "token_use",
  "username",
  "version",
]);

// The standard claims of OpenID Connect Core section 5.1, which are Cognito's standard attributes, and the claims
// that this service adds (claims.ts).
const KNOWN: ReadonlySet<string> = new Set([
  "address",
  "birthdate",
  "email",
  "email_verified",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "phone_number_verified",
  "picture",
  "preferred_username",
  "profile",
  "updated_at",
  "website",
  "zoneinfo",
  "user_id",
  "legacy_id",
  "membership_count",
  "membership_version",
  "system_account_id",
  "visible_account_id",
  "cell_id",
  "role",
]);

// A custom attribute of the pool has at most 20 characters after its prefix (SchemaAttributeType).
const CUSTOM = /^(dev:)?custom:[\w-]{1,20}$/;

/** @throws Error that names each claim that cannot be suppressed, and the place of each unknown name. */
export const suppressedClaims = (names: readonly string[]): readonly string[] => {
  const problems = names.flatMap((name, index) => {
    if (KEPT.has(name) || name.startsWith("cognito:")) return [`the claim ${name} cannot be suppressed`];
    if (KNOWN.has(name) || CUSTOM.test(name)) return [];
    return [`the name at place ${index + 1} is not a claim of the tokens`];
  });
  if (problems.length > 0) throw new Error(problems.join("; "));
  return names;
};
