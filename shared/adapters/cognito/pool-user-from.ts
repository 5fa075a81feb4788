/** Converts users of Cognito's administrative API. AdminGetUser and ListUsers name the attributes differently. */
import { AuthError } from "../../domain/errors.js";
import type { ExternalIdentity } from "../../domain/federation.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { PoolUser } from "../../domain/pool-user.js";

type Attribute = { readonly Name?: string | undefined; readonly Value?: string | undefined };

export type DescribedUser = {
  readonly Username?: string | undefined;
  readonly Enabled?: boolean | undefined;
  readonly UserStatus?: string | undefined;
  readonly Attributes?: readonly Attribute[] | undefined;
};

/** @throws AuthError `internal` if the user has no name or no `sub`. */
export const poolUserFrom = (user: DescribedUser): PoolUser => {
  const attributes = attributesOf(user.Attributes);
  const { Username: username, UserStatus: status = "" } = user;
  const { sub, email } = attributes;
  if (username === undefined || sub === undefined) throw new AuthError("internal");
  return {
    username,
    sub,
    email: email === undefined ? undefined : normaliseIdentifier(email),
    userId: attributes["custom:user_id"],
    legacyId: attributes["custom:legacy_id"],
    emailVerified: attributes.email_verified === "true",
    enabled: user.Enabled === true,
    status,
    identities: identitiesFrom(attributes.identities),
  };
};

export const attributesOf = (list: readonly Attribute[] = []): Record<string, string | undefined> =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));

/** The attribute `identities` is a JSON list. */
export const identitiesFrom = (attribute: string | undefined): ExternalIdentity[] => {
  if (attribute === undefined) return [];
  const list: unknown = JSON.parse(attribute);
  return Array.isArray(list)
    ? list.map(({ providerName, userId }) => ({ provider: String(providerName), subject: String(userId) }))
    : [];
};
