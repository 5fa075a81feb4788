/**
 * Operations on user pools. The API and CloudFormation use the same property names except two, which are
 * translated here. UpdateUserPool resets every setting that the request omits, as in Amazon Cognito.
 */
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { invalidParameter } from "../errors.js";
import { checkNoImport } from "../imports/import-job.js";
import type { AttributeRule } from "../settings/attribute-schema.js";
import { type PoolSettings, parsePoolSettings } from "../settings/pool-settings.js";
import { newPoolId } from "../store/identifiers.js";
import type { Pool } from "../store/pool.js";
import { pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const poolInput = z.object({ UserPoolId: poolId });

export const describeUserPool = operation("DescribeUserPool", "signed", poolInput, ({ store }, request) => ({
  UserPool: poolDescription(store.pool(request.UserPoolId)),
}));

const listInput = z.object({
  MaxResults: z.int().min(1).max(60),
  NextToken: pageToken,
});

export const listUserPools = operation("ListUserPools", "signed", listInput, ({ store }, request) => {
  const { items, nextToken } = page(store.all(), request.MaxResults, request.NextToken);
  const UserPools = items.map((pool) => ({ Id: pool.id, Name: pool.name, ...lambdaAndDates(pool) }));
  return { UserPools, ...(nextToken && { NextToken: nextToken }) };
});

const poolName = z.string().min(1).max(128);

const createInput = z.looseObject({ PoolName: poolName });

export const createUserPool = operation(
  "CreateUserPool",
  "signed",
  createInput,
  async ({ store, clock, region, accountId }, { PoolName: name, ...properties }) => {
    const settings = parsePoolSettings(properties, `User pool ${name}`);
    const id = newPoolId(region);
    const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
    const pool = await store.createPool({ id, name, arn, createdAt: clock.now() }, settings);
    return { UserPool: poolDescription(pool) };
  },
);

const updateInput = z.looseObject({ UserPoolId: poolId, PoolName: poolName.optional() });

export const updateUserPool = operation(
  "UpdateUserPool",
  "signed",
  updateInput,
  ({ store, clock }, { UserPoolId, PoolName: name, ...properties }) => {
    const pool = store.pool(UserPoolId);
    checkNoImport(pool);
    // Attributes and sign-in names are fixed at creation. This operation has no parameters for them.
    const { Schema, UsernameAttributes, AliasAttributes, UsernameConfiguration } = pool.settings;
    const names = { UsernameAttributes, AliasAttributes, UsernameConfiguration };
    const fixed = { Schema, ...names, ...factorSettings(pool.settings) };
    const settings = parsePoolSettings({ ...properties, ...fixed }, `User pool ${pool.name}`);
    if (name !== undefined) pool.name = name;
    pool.configure(settings, clock.now());
    return {};
  },
);

export const deleteUserPool = operation("DeleteUserPool", "signed", poolInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  checkNoImport(pool);
  if (pool.settings.DeletionProtection === "ACTIVE") {
    throw invalidParameter("The user pool cannot be deleted because deletion protection is activated.");
  }
  store.deletePool(pool);
  return {};
});

const lambdaAndDates = (pool: Pool) => ({
  LambdaConfig: pool.settings.LambdaConfig,
  CreationDate: epochSeconds(pool.createdAt),
  LastModifiedDate: epochSeconds(pool.modifiedAt),
});

/**
 * Settings of second factors and passkeys. SetUserPoolMfaConfig sets them and GetUserPoolMfaConfig returns
 * them.
 */
const factorSettings = ({
  EnabledMfas,
  EmailAuthenticationMessage,
  EmailAuthenticationSubject,
  WebAuthnRelyingPartyID,
  WebAuthnUserVerification,
  WebAuthnFactorConfiguration,
}: PoolSettings) => ({
  EnabledMfas,
  EmailAuthenticationMessage,
  EmailAuthenticationSubject,
  WebAuthnRelyingPartyID,
  WebAuthnUserVerification,
  WebAuthnFactorConfiguration,
});

function poolDescription(pool: Pool): object {
  const { Schema: _, UserPoolName: __, ...settings }: PoolSettings = pool.settings;
  const told = Object.entries(settings).filter(
    ([name]) => !Object.hasOwn(factorSettings(pool.settings), name),
  );
  return {
    ...Object.fromEntries(told),
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    SchemaAttributes: [...pool.schema.values()].map(attributeDescription),
    EstimatedNumberOfUsers: pool.users.size,
    ...lambdaAndDates(pool),
  };
}

const text = (value: number | undefined) => (value === undefined ? undefined : String(value));

const attributeDescription = (rule: AttributeRule) => ({
  Name: rule.name,
  AttributeDataType: rule.type,
  DeveloperOnlyAttribute: rule.developerOnly,
  Mutable: rule.mutable,
  Required: rule.required,
  ...(rule.type === "String" && {
    StringAttributeConstraints: { MinLength: text(rule.minLength), MaxLength: text(rule.maxLength) },
  }),
  ...(rule.type === "Number" && {
    NumberAttributeConstraints: { MinValue: text(rule.minValue), MaxValue: text(rule.maxValue) },
  }),
});
