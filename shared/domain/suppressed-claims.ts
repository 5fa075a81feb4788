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

/** @throws Error that names a claim that cannot be suppressed. */
export const suppressedClaims = (names: readonly string[]): readonly string[] => {
  const kept = names.find((name) => KEPT.has(name) || name.startsWith("cognito:"));
  if (kept !== undefined) throw new Error(`the claim ${kept} cannot be suppressed`);
  return names;
};
