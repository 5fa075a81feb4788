/** The operations of this folder. */
import type { Operation } from "../../operations/operation.js";
import {
  createUserPoolDomain,
  deleteUserPoolDomain,
  describeUserPoolDomain,
  updateUserPoolDomain,
} from "./domains.js";
import {
  createIdentityProvider,
  deleteIdentityProvider,
  describeIdentityProvider,
  getIdentityProviderByIdentifier,
  listIdentityProviders,
  updateIdentityProvider,
} from "./identity-providers.js";
import {
  createResourceServer,
  deleteResourceServer,
  describeResourceServer,
  listResourceServers,
  updateResourceServer,
} from "./resource-servers.js";

export const oauthOperations: readonly Operation[] = [
  createIdentityProvider,
  createResourceServer,
  createUserPoolDomain,
  deleteIdentityProvider,
  deleteResourceServer,
  deleteUserPoolDomain,
  describeIdentityProvider,
  describeResourceServer,
  describeUserPoolDomain,
  getIdentityProviderByIdentifier,
  listIdentityProviders,
  listResourceServers,
  updateIdentityProvider,
  updateResourceServer,
  updateUserPoolDomain,
];
