/** Claims that a stage keeps out of its tokens. */

// What Cognito refuses to leave out (developer guide, "Claims you can't modify"), and the group claims,
// which are left out by other means: one of these in the answer fails every sign-in.
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

/** @throws Error that names a claim that has to stay. */
export const suppressedClaims = (names: readonly string[]): readonly string[] => {
  const kept = names.find((name) => KEPT.has(name) || name.startsWith("cognito:"));
  if (kept !== undefined) throw new Error(`the claim ${kept} cannot be suppressed`);
  return names;
};
