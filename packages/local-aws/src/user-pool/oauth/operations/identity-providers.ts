/**
 * Operations for external identity providers (API reference, CreateIdentityProvider). Users can sign in with
 * the types OIDC and Google.
 */
import { z } from "zod";
import { epochSeconds } from "../../clock.js";
import { CognitoError } from "../../errors.js";
import { pageToken, poolId } from "../../operations/fields.js";
import { operation } from "../../operations/operation.js";
import { page } from "../../operations/page.js";
import type { Pool } from "../../store/pool.js";
import type { IdentityProvider } from "../records.js";
import {
  createInput,
  identifier,
  named,
  saveIdentityProvider,
  updateInput,
} from "./identity-provider-input.js";

export const createIdentityProvider = operation(
  "CreateIdentityProvider",
  "signed",
  createInput,
  ({ store, clock }, request) => {
    const pool = store.pool(request.UserPoolId);
    if (request.ProviderName === "COGNITO" || pool.oauth.identityProviders.get(request.ProviderName)) {
      const message = `A provider with the name ${request.ProviderName} already exists.`;
      throw new CognitoError("DuplicateProviderException", message);
    }
    return { IdentityProvider: description(pool, saveIdentityProvider(pool, request, clock.now())) };
  },
);

export const describeIdentityProvider = operation(
  "DescribeIdentityProvider",
  "signed",
  named,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    return { IdentityProvider: description(pool, existing(pool, request.ProviderName)) };
  },
);

export const updateIdentityProvider = operation(
  "UpdateIdentityProvider",
  "signed",
  updateInput,
  ({ store, clock }, request) => {
    const pool = store.pool(request.UserPoolId);
    const { type, details, attributeMapping, levels, identifiers } = existing(pool, request.ProviderName);
    const kept = {
      ProviderDetails: details,
      AttributeMapping: attributeMapping,
      ...(levels && { AcrMapping: levels }),
      IdpIdentifiers: [...identifiers],
    };
    const input = { ...kept, ...request, ProviderType: type };
    return { IdentityProvider: description(pool, saveIdentityProvider(pool, input, clock.now())) };
  },
);

export const deleteIdentityProvider = operation(
  "DeleteIdentityProvider",
  "signed",
  named,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    pool.oauth.identityProviders.remove(existing(pool, request.ProviderName).name);
    return {};
  },
);

const listInput = z.object({
  UserPoolId: poolId,
  MaxResults: z.int().min(0).max(60).default(60),
  NextToken: pageToken,
});

export const listIdentityProviders = operation(
  "ListIdentityProviders",
  "signed",
  listInput,
  ({ store }, request) => {
    const all = store.pool(request.UserPoolId).oauth.identityProviders.all();
    const { items, nextToken } = page(all, request.MaxResults, request.NextToken);
    const Providers = items.map(({ name, type, createdAt, modifiedAt }) => ({
      ProviderName: name,
      ProviderType: type,
      CreationDate: epochSeconds(createdAt),
      LastModifiedDate: epochSeconds(modifiedAt),
    }));
    return { Providers, ...(nextToken && { NextToken: nextToken }) };
  },
);

export const getIdentityProviderByIdentifier = operation(
  "GetIdentityProviderByIdentifier",
  "signed",
  z.object({ UserPoolId: poolId, IdpIdentifier: identifier }),
  ({ store }, { UserPoolId, IdpIdentifier: wanted }) => {
    const pool = store.pool(UserPoolId);
    const found = pool.oauth.identityProviders.all().find(({ identifiers }) => identifiers.includes(wanted));
    if (!found) throw notFound();
    return { IdentityProvider: description(pool, found) };
  },
);

function existing(pool: Pool, name: string): IdentityProvider {
  const provider = pool.oauth.identityProviders.get(name);
  if (!provider) throw notFound();
  return provider;
}

const notFound = () => new CognitoError("ResourceNotFoundException", "Identity provider does not exist.");

const description = (pool: Pool, provider: IdentityProvider) => ({
  UserPoolId: pool.id,
  ProviderName: provider.name,
  ProviderType: provider.type,
  ProviderDetails: provider.details,
  AttributeMapping: provider.attributeMapping,
  ...(provider.levels && { AcrMapping: provider.levels }),
  IdpIdentifiers: provider.identifiers,
  CreationDate: epochSeconds(provider.createdAt),
  LastModifiedDate: epochSeconds(provider.modifiedAt),
});
