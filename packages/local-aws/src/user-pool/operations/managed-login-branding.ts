/**
 * The styles of managed login, one per client. They are stored and described, but the pages do not use them.
 * ReturnMergedResources adds nothing, because the values of Amazon Cognito's default style are not known.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { CognitoError, invalidParameter } from "../errors.js";
import type { Pool } from "../store/pool.js";
import type { Branding } from "../store/pool-records.js";
import { style, styled } from "./branding-style.js";
import { clientId, poolId } from "./fields.js";
import { operation } from "./operation.js";

const inPool = z.object({ UserPoolId: poolId });
const ofClient = inPool.extend({ ClientId: clientId });
const byId = inPool.extend({ ManagedLoginBrandingId: z.uuidv4() });
const merged = { ReturnMergedResources: z.boolean().optional() };

export const createManagedLoginBranding = operation(
  "CreateManagedLoginBranding",
  "signed",
  ofClient.extend(style),
  ({ store, clock }, request) => {
    const pool = store.pool(request.UserPoolId);
    const client = pool.client(request.ClientId);
    if (brandingOf(pool, client.id)) {
      throw new CognitoError("ManagedLoginBrandingExistsException", "The client already has a style.");
    }
    const now = clock.now();
    const blank = { id: randomUUID(), clientId: client.id, assets: [], createdAt: now, modifiedAt: now };
    return saved(pool, styled(blank, request));
  },
);

export const updateManagedLoginBranding = operation(
  "UpdateManagedLoginBranding",
  "signed",
  byId.partial().extend(style),
  ({ store, clock }, request) => {
    const { UserPoolId, ManagedLoginBrandingId } = request;
    // The model requires neither member.
    if (UserPoolId === undefined || ManagedLoginBrandingId === undefined)
      throw invalidParameter("Missing required parameter UserPoolId or ManagedLoginBrandingId");
    const pool = store.pool(UserPoolId);
    const known = existing(pool, ManagedLoginBrandingId);
    return saved(pool, { ...styled(known, request), modifiedAt: clock.now() });
  },
);

export const describeManagedLoginBranding = operation(
  "DescribeManagedLoginBranding",
  "signed",
  byId.extend(merged),
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    return described(pool, existing(pool, request.ManagedLoginBrandingId));
  },
);

export const describeManagedLoginBrandingByClient = operation(
  "DescribeManagedLoginBrandingByClient",
  "signed",
  ofClient.extend(merged),
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    const found = brandingOf(pool, pool.client(request.ClientId).id);
    if (!found) throw notFound();
    return described(pool, found);
  },
);

export const deleteManagedLoginBranding = operation(
  "DeleteManagedLoginBranding",
  "signed",
  byId,
  ({ store }, request) => {
    const pool = store.pool(request.UserPoolId);
    pool.records.of("managed-login-branding").remove(existing(pool, request.ManagedLoginBrandingId).id);
    return {};
  },
);

const brandingOf = (pool: Pool, client: string): Branding | undefined =>
  pool.records
    .of("managed-login-branding")
    .all()
    .find((each) => each.clientId === client);

function existing(pool: Pool, id: string): Branding {
  const found = pool.records.of("managed-login-branding").get(id);
  if (!found) throw notFound();
  return found;
}

const notFound = () =>
  new CognitoError("ResourceNotFoundException", "Managed login branding does not exist.");

function saved(pool: Pool, branding: Branding): object {
  pool.records.of("managed-login-branding").save(branding.id, branding);
  return described(pool, branding);
}

const described = (pool: Pool, branding: Branding) => ({
  ManagedLoginBranding: {
    ManagedLoginBrandingId: branding.id,
    UserPoolId: pool.id,
    UseCognitoProvidedValues: branding.provided ?? false,
    Settings: branding.settings ?? {},
    Assets: branding.assets,
    CreationDate: epochSeconds(branding.createdAt),
    LastModifiedDate: epochSeconds(branding.modifiedAt),
  },
});
