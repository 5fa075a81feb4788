/** The operations of this folder. */
import { adminDisableProviderForUser, adminLinkProviderForUser } from "../../federation/link-operations.js";
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
  adminDisableProviderForUser,
  adminLinkProviderForUser,
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
