/**
 * Operations on app clients. UpdateUserPoolClient resets every setting that the request omits, as in Amazon
 * Cognito.
 */
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { invalidParameter } from "../errors.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { chosenSecret, clientId, pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const clientInput = z.object({ UserPoolId: poolId, ClientId: clientId });

export const describeUserPoolClient = operation(
  "DescribeUserPoolClient",
  "signed",
  clientInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    return { UserPoolClient: clientDescription(pool, pool.client(request.ClientId)) };
  },
);

const listInput = z.object({
  UserPoolId: poolId,
  MaxResults: z.int().min(1).max(60).default(60),
  NextToken: pageToken,
  ClientType: z.enum(["REGULAR", "DCR"]).optional(),
});

export const listUserPoolClients = operation(
  "ListUserPoolClients",
  "signed",
  listInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    // Dynamic client registration is not supported, so no client has the type DCR.
    const all = request.ClientType === "DCR" ? [] : pool.clients.values();
    const { items, nextToken } = page(all, request.MaxResults, request.NextToken);
    const UserPoolClients = items.map(({ id, name }) => ({
      ClientId: id,
      ClientName: name,
      UserPoolId: pool.id,
    }));
    return { UserPoolClients, ...(nextToken && { NextToken: nextToken }) };
  },
);

const createInput = z.looseObject({
  UserPoolId: poolId,
  ClientName: z.string().min(1).max(128),
  ClientSecret: chosenSecret.optional(),
});

export const createUserPoolClient = operation(
  "CreateUserPoolClient",
  "signed",
  createInput,
  ({ store, clock }, { UserPoolId, ClientSecret: secret, ...properties }) => {
    const pool = store.pool(UserPoolId);
    if (secret !== undefined && properties.GenerateSecret === true) {
      throw invalidParameter("GenerateSecret and ClientSecret cannot be combined.");
    }
    const declared = { properties, ...(secret !== undefined && { secret }) };
    return { UserPoolClient: clientDescription(pool, store.putClient(pool, declared, clock.now())) };
  },
);

const updateInput = z.looseObject({ UserPoolId: poolId, ClientId: clientId });

export const updateUserPoolClient = operation(
  "UpdateUserPoolClient",
  "signed",
  updateInput,
  ({ store, clock }, { UserPoolId, ClientId: id, ...changes }) => {
    const pool = store.pool(UserPoolId);
    const { name, settings } = pool.client(id);
    // Whether a client has a secret is fixed at its creation.
    const properties = { ClientName: name, ...changes, GenerateSecret: settings.GenerateSecret };
    return {
      UserPoolClient: clientDescription(pool, store.putClient(pool, { id, properties }, clock.now())),
    };
  },
);

export const deleteUserPoolClient = operation(
  "DeleteUserPoolClient",
  "signed",
  clientInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    store.deleteClient(pool, pool.client(request.ClientId));
    return {};
  },
);

function clientDescription(pool: Pool, client: PoolClient): object {
  const { GenerateSecret: _, ...settings } = client.settings;
  return {
    ...settings,
    UserPoolId: pool.id,
    ClientId: client.id,
    ClientName: client.name,
    ...(client.secret !== undefined && { ClientSecret: client.secret }),
    CreationDate: epochSeconds(client.createdAt),
    LastModifiedDate: epochSeconds(client.modifiedAt),
  };
}
