/**
 * What of the profile the scopes of OpenID Connect open: `profile`, or `openid` alone, all that the client may read; `email`
 * and `phone` the address with its proof. (Developer guide, "Scopes, M2M, and resource servers".)
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
