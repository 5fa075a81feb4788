/**
 * Selects the role for a token: the first matching rule, or the preferred role of the token.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
import type { DeclaredIdentityPool, PoolProvider, RoleRule } from "./declared.js";

export type Claims = Readonly<Record<string, unknown>>;

/** Returns undefined if the token gets no role. */
export const chooseRole = (
  { authenticatedRole }: Pick<DeclaredIdentityPool, "authenticatedRole">,
  { mapping }: Pick<PoolProvider, "mapping">,
  claims: Claims,
): string | undefined => {
  if (mapping === undefined) return authenticatedRole;
  const chosen =
    mapping.type === "Rules" ? mapping.rules.find((rule) => fits(rule, claims))?.roleArn : preferred(claims);
  return chosen ?? (mapping.ambiguous === "AuthenticatedRole" ? authenticatedRole : undefined);
};

const preferred = (claims: Claims): string | undefined => {
  const role = claims["cognito:preferred_role"];
  return typeof role === "string" ? role : undefined;
};

// A missing claim matches no rule, including NotEqual rules.
const fits = ({ claim, match, value }: RoleRule, claims: Claims): boolean => {
  const held = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (typeof held !== "string") return false;
  switch (match) {
    case "Equals":
      return held === value;
    case "NotEqual":
      return held !== value;
    case "StartsWith":
      return held.startsWith(value);
    case "Contains":
      return held.includes(value);
    default:
      return false;
  }
};
