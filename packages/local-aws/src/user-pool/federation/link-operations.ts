/**
 * AdminLinkProviderForUser and AdminDisableProviderForUser: link identities at external providers to
 * profiles, and unlink them (API reference; developer guide, "Linking federated users to an existing user
 * profile").
 */
import { z } from "zod";
import { CognitoError, invalidParameter, userNotFound } from "../errors.js";
import type { IdentityProvider } from "../oauth/records.js";
import { poolId } from "../operations/fields.js";
import { operation } from "../operations/operation.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { externalUsername } from "./external-user.js";
import { type Identity, isExternalProfile, subjectAttribute } from "./identity.js";

const providerUser = z.object({
  ProviderName: z.string().min(1).max(32),
  ProviderAttributeName: z.string().max(131_072).default(""),
  ProviderAttributeValue: z.string().min(1).max(131_072),
});

type ProviderUser = z.output<typeof providerUser>;

/** The provider name that means native users of the pool. */
const ownDirectoryName = "Cognito";
const mostLinks = 5;

const linkInput = z.object({ UserPoolId: poolId, DestinationUser: providerUser, SourceUser: providerUser });

export const adminLinkProviderForUser = operation(
  "AdminLinkProviderForUser",
  "signed",
  linkInput,
  ({ store, clock }, { UserPoolId, DestinationUser, SourceUser }) => {
    const pool = store.pool(UserPoolId);
    const user = destination(pool, DestinationUser);
    const provider = sourceProvider(pool, SourceUser);
    checkNotLinked(pool, user, provider, SourceUser);
    const links = (user.identities ?? []).filter(({ primary }) => !primary);
    if (links.length >= mostLinks) {
      throw new CognitoError(
        "LimitExceededException",
        "The user has the maximum number of linked identities.",
      );
    }
    const now = clock.now();
    user.identities = [...(user.identities ?? []), linkedIdentity(provider, SourceUser, now)];
    user.modifiedAt = now;
    pool.users.save(user);
    return {};
  },
);

function destination(pool: Pool, { ProviderName, ProviderAttributeValue: value }: ProviderUser): User {
  const user =
    ProviderName === ownDirectoryName
      ? pool.users.byUsername(value)
      : pool.users.byIdentity(ProviderName, subjectAttribute, value);
  if (!user || (ProviderName === ownDirectoryName) === isExternalProfile(user)) throw userNotFound();
  return user;
}

function sourceProvider(pool: Pool, source: ProviderUser): IdentityProvider {
  if (source.ProviderName === ownDirectoryName) {
    throw invalidParameter(
      "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser",
    );
  }
  const provider = existingProvider(pool, source);
  const { ProviderAttributeName: name } = source;
  const byMapped = provider.type === "OIDC" || provider.type === "SAML";
  const mapped = byMapped && name !== "username" && Object.hasOwn(provider.attributeMapping, name);
  if (name !== subjectAttribute && !mapped) {
    throw invalidParameter(
      `Invalid ProviderAttributeName: ${byMapped ? "not mapped" : "not Cognito_Subject"}`,
    );
  }
  return provider;
}

function existingProvider(pool: Pool, { ProviderName }: ProviderUser): IdentityProvider {
  const provider = pool.oauth.identityProviders.get(ProviderName);
  if (!provider) throw new CognitoError("ResourceNotFoundException", "Identity provider does not exist.");
  return provider;
}

/** Throws if the identity already has a profile: by an earlier sign-in or by a link. */
function checkNotLinked(pool: Pool, user: User, provider: IdentityProvider, source: ProviderUser): void {
  const { ProviderAttributeName: name, ProviderAttributeValue: value } = source;
  const holder = pool.users.byIdentity(provider.name, name, value);
  const taken =
    name === subjectAttribute && pool.users.byUsername(externalUsername(pool, provider, value)) !== undefined;
  if (holder === user && !taken) throw invalidParameter("SourceUser is already linked to DestinationUser");
  if (taken || (holder && isExternalProfile(holder))) {
    throw invalidParameter("Invalid SourceUser: the user already exists in the user pool");
  }
  if (holder) throw new CognitoError("AliasExistsException", "SourceUser is linked to another user.");
}

const linkedIdentity = (provider: IdentityProvider, source: ProviderUser, now: number): Identity => ({
  userId: source.ProviderAttributeValue,
  providerName: provider.name,
  providerType: provider.type,
  issuer: provider.type === "OIDC" ? (provider.details.oidc_issuer ?? null) : null,
  primary: false,
  dateCreated: now,
  ...(source.ProviderAttributeName !== subjectAttribute && {
    attributeName: source.ProviderAttributeName,
  }),
});

export const adminDisableProviderForUser = operation(
  "AdminDisableProviderForUser",
  "signed",
  z.object({ UserPoolId: poolId, User: providerUser }),
  ({ store, clock }, { UserPoolId, User: named }) => {
    const pool = store.pool(UserPoolId);
    const user =
      named.ProviderName === ownDirectoryName ? withoutPassword(pool, named) : withoutIdentity(pool, named);
    user.modifiedAt = clock.now();
    pool.users.save(user);
    return {};
  },
);

function withoutPassword(pool: Pool, { ProviderAttributeValue: value }: ProviderUser): User {
  const user = pool.users.byUsername(value);
  if (!user || isExternalProfile(user)) throw userNotFound();
  delete user.password;
  return user;
}

/**
 * Removes a link: the next sign-in of the identity creates a profile. The profile's own identity stays but is
 * disabled.
 */
function withoutIdentity(pool: Pool, named: ProviderUser): User {
  const { name: providerName } = existingProvider(pool, named);
  const { ProviderAttributeName: attribute, ProviderAttributeValue: value } = named;
  const user = pool.users.byIdentity(providerName, attribute, value);
  if (!user) throw userNotFound();
  user.identities = (user.identities ?? []).flatMap((identity): Identity[] => {
    const { attributeName = subjectAttribute } = identity;
    const meant =
      identity.providerName === providerName && identity.userId === value && attributeName === attribute;
    if (!meant) return [identity];
    return identity.primary ? [{ ...identity, disabled: true }] : [];
  });
  return user;
}
