/**
 * The attributes that OpenID Connect scopes permit. `profile`, or `openid` alone, permits all that the client
 * can read. `email` and `phone` permit the address and its verified flag. (Developer guide, "Scopes, M2M, and
 * resource servers".)
 */
const addressScopes: Readonly<Record<string, string>> = {
  email: "email",
  email_verified: "email",
  phone_number: "phone",
  phone_number_verified: "phone",
};

/** @param scopes undefined for a sign-in through the API */
export function opens(scopes: readonly string[] | undefined, attribute: string): boolean {
  const narrowed = scopes?.some((scope) => scope === "email" || scope === "phone");
  if (!scopes || scopes.includes("profile") || !narrowed) return true;
  return scopes.includes(addressScopes[attribute] ?? "");
}
