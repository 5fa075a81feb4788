/**
 * Operations for resource servers: the APIs that define custom scopes (API reference, CreateResourceServer).
 */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../../errors.js";
import { pageToken, poolId } from "../../operations/fields.js";
import { operation } from "../../operations/operation.js";
import { page } from "../../operations/page.js";
import type { Pool } from "../../store/pool.js";
import type { ResourceServer } from "../records.js";

const identifier = z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/, "must be an identifier");

const scope = z.object({
  ScopeName: z
    .string()
    .regex(/^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/, "must be a scope without a slash"),
  ScopeDescription: z.string().min(1).max(256),
});

const named = z.object({ UserPoolId: poolId, Identifier: identifier });

const resourceServerInput = named.extend({
  Name: z.string().regex(/^[\w\s+=,.@-]{1,256}$/, "must be a name"),
  Scopes: z.array(scope).max(100).default([]),
});

const mostPerPool = 25;

/** Throws InvalidParameterException for a resource server that Amazon Cognito rejects. */
export function saveResourceServer(pool: Pool, input: unknown): ResourceServer {
  const parsed = resourceServerInput.safeParse(input);
  if (!parsed.success) throw invalidParameter("A resource server needs Identifier, Name and valid Scopes.");
  const { Identifier: id, Name: name, Scopes: scopes } = parsed.data;
  const names = scopes.map(({ ScopeName }) => ScopeName);
  if (new Set(names).size < names.length) throw invalidParameter("Scope names must be unique.");
  const server = { identifier: id, name, scopes };
  pool.oauth.resourceServers.save(id, server);
  return server;
}

export const createResourceServer = operation(
  "CreateResourceServer",
  "signed",
  resourceServerInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    const { resourceServers } = pool.oauth;
    if (resourceServers.get(request.Identifier)) {
      throw invalidParameter(`${request.Identifier} already exists in user pool ${pool.id}.`);
    }
    if (resourceServers.all().length >= mostPerPool) {
      throw new CognitoError(
        "LimitExceededException",
        "The pool has the maximum number of resource servers.",
      );
    }
    return { ResourceServer: description(pool, saveResourceServer(pool, request)) };
  },
);

export const describeResourceServer = operation(
  "DescribeResourceServer",
  "signed",
  named,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    return { ResourceServer: description(pool, existing(pool, request.Identifier)) };
  },
);

export const updateResourceServer = operation(
  "UpdateResourceServer",
  "signed",
  resourceServerInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    existing(pool, request.Identifier);
    return { ResourceServer: description(pool, saveResourceServer(pool, request)) };
  },
);

export const deleteResourceServer = operation(
  "DeleteResourceServer",
  "signed",
  named,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    pool.oauth.resourceServers.remove(existing(pool, request.Identifier).identifier);
    return {};
  },
);

const listInput = z.object({
  UserPoolId: poolId,
  MaxResults: z.int().min(1).max(50).default(50),
  NextToken: pageToken,
});

export const listResourceServers = operation(
  "ListResourceServers",
  "signed",
  listInput,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    const all = pool.oauth.resourceServers.all();
    const { items, nextToken } = page(all, request.MaxResults, request.NextToken);
    const ResourceServers = items.map((server) => description(pool, server));
    return { ResourceServers, ...(nextToken && { NextToken: nextToken }) };
  },
);

function existing(pool: Pool, id: string): ResourceServer {
  const server = pool.oauth.resourceServers.get(id);
  if (!server) throw new CognitoError("ResourceNotFoundException", `Resource server ${id} does not exist.`);
  return server;
}

const description = (pool: Pool, { identifier: Identifier, name: Name, scopes: Scopes }: ResourceServer) => ({
  UserPoolId: pool.id,
  Identifier,
  Name,
  Scopes,
});
