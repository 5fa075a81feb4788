/** The directory writes that approve and link a legacy identity. */
import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Directory } from "../../../ports/index.js";
import { NEW_ROW, type TransactItem } from "../documents.js";
import {
  legacyAddressRowKey,
  legacyIdentityRowKey,
  profileRowKey,
  subRowKey,
  tombstoneRowKey,
} from "../row-keys.js";

/** The condition that the address belongs to the identity or is free. */
export const ownAddress = (legacyId: string) => ({
  ConditionExpression: "attribute_not_exists(pk) OR legacy_id = :legacy",
  ExpressionAttributeValues: { ":legacy": legacyId },
});

/**
 * Reserves the address for one legacy identity: two records with one address may be two users. The first one wins.
 */
export const addressReservation = (TableName: string, legacyId: string, email: string): TransactItem => ({
  Put: {
    TableName,
    Item: { ...legacyAddressRowKey(email), legacy_id: legacyId },
    ...ownAddress(legacyId),
  },
});

export const approval = (
  table: string,
  {
    entitlements,
    profileAtLink = false,
    tombstones = [],
    ...identity
  }: Parameters<Directory["approveMigration"]>[0],
  at: string,
): TransactItem[] => [
  ...identityOf(table, { ...identity, entitlements }, at),
  ...(profileAtLink ? [] : [profileOf(table, identity, at)]),
  ...tombstones.map((hash) => ({
    ConditionCheck: { TableName: table, Key: tombstoneRowKey(hash), ConditionExpression: NEW_ROW },
  })),
];

const identityOf = (
  table: string,
  { legacyId, userId, email, entitlements, preparedEmail }: Parameters<Directory["approveMigration"]>[0],
  at: string,
): TransactItem[] => [
  {
    Update: {
      TableName: table,
      Key: legacyIdentityRowKey(legacyId),
      UpdateExpression: `SET legacy_id = :legacy, user_id = :user, email = :email, #state = :approved, approved_at = :at${entitlements ? ", entitlements = :entitlements" : ""}`,
      ConditionExpression: "attribute_not_exists(pk) OR (#state = :prepared AND user_id = :user)",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: {
        ":legacy": legacyId,
        ":user": userId,
        ":email": email,
        ":at": at,
        ":approved": "APPROVED",
        ":prepared": "PREPARED",
        ...(entitlements && { ":entitlements": entitlements }),
      },
    },
  },
  addressReservation(table, legacyId, email),
  ...(preparedEmail === undefined || preparedEmail === email
    ? []
    : [{ Delete: { TableName: table, Key: legacyAddressRowKey(preparedEmail), ...ownAddress(legacyId) } }]),
];

const profileOf = (
  table: string,
  { legacyId, userId, email }: { legacyId: string; userId: string; email: string },
  at: string,
): TransactItem => ({
  Update: {
    TableName: table,
    Key: profileRowKey(userId),
    UpdateExpression:
      "SET user_id = :user, email = :email, legacy_id = :legacy, created_at = if_not_exists(created_at, :at), #status = if_not_exists(#status, :active)",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":user": userId,
      ":email": email,
      ":legacy": legacyId,
      ":at": at,
      ":active": "ACTIVE",
    },
  },
});

/**
 * The row by which the user is found from the pool's `sub`. It is written before the link and alone, which costs half: what
 * it says is what the pool says, so it is right without the link, too.
 */
export const poolIdentity = (
  TableName: string,
  { userId, sub }: Pick<Parameters<Directory["linkLegacy"]>[0], "userId" | "sub">,
): UpdateCommandInput => ({
  TableName,
  Key: subRowKey(sub),
  UpdateExpression: "SET user_id = :user, #sub = :sub",
  ConditionExpression: "attribute_not_exists(pk) OR user_id = :user",
  ExpressionAttributeNames: { "#sub": "sub" },
  ExpressionAttributeValues: { ":user": userId, ":sub": sub },
});

export const linkage = (
  table: string,
  { legacyId, userId, sub, email }: Parameters<Directory["linkLegacy"]>[0],
  at: string,
): TransactItem[] => [
  {
    Update: {
      TableName: table,
      Key: legacyIdentityRowKey(legacyId),
      UpdateExpression: "SET #state = :linked, #sub = :sub, linked_at = :at",
      ConditionExpression: "user_id = :user AND #state IN (:approved, :linked)",
      ExpressionAttributeNames: { "#state": "state", "#sub": "sub" },
      ExpressionAttributeValues: {
        ":user": userId,
        ":sub": sub,
        ":at": at,
        ":approved": "APPROVED",
        ":linked": "LINKED",
      },
    },
  },
  {
    // The first link of a user who came with a password creates the profile. An existing one gets the `sub` only.
    Update: {
      TableName: table,
      Key: profileRowKey(userId),
      UpdateExpression:
        "SET #sub = :sub, user_id = :user, email = if_not_exists(email, :email), legacy_id = if_not_exists(legacy_id, :legacy), created_at = if_not_exists(created_at, :at), #status = if_not_exists(#status, :active) ADD subs :subs",
      ExpressionAttributeNames: { "#status": "status", "#sub": "sub" },
      ExpressionAttributeValues: {
        ":sub": sub,
        ":subs": new Set([sub]),
        ":user": userId,
        ":email": email,
        ":legacy": legacyId,
        ":at": at,
        ":active": "ACTIVE",
      },
    },
  },
];

export const holding = (
  table: string,
  { legacyId, userId, sub }: Parameters<Directory["noteLegacyHolder"]>[0],
): UpdateCommandInput => ({
  TableName: table,
  Key: legacyIdentityRowKey(legacyId),
  UpdateExpression: "SET next_sub = :sub",
  ConditionExpression:
    "user_id = :user AND #state IN (:approved, :linked) AND (attribute_not_exists(#sub) OR #sub <> :sub)",
  ExpressionAttributeNames: { "#state": "state", "#sub": "sub" },
  ExpressionAttributeValues: {
    ":user": userId,
    ":sub": sub,
    ":approved": "APPROVED",
    ":linked": "LINKED",
  },
});
