/**
 * The operator's changes to a legacy identity that settle a conflict, each in one transaction with its audit
 * event.
 */
import type { LegacyConflicts } from "../../../ports/operators.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import { addressReservation, ownAddress } from "../migration/legacy-writes.js";
import { legacyAddressRowKey, legacyIdentityRowKey, profileRowKey } from "../row-keys.js";

export const dynamoLegacyConflicts = (store: DynamoDirectoryStore): LegacyConflicts => ({
  release: async (identity, event) => {
    const outcome = await commitDocuments(store, releasing(store.directoryTable, identity), event);
    return outcome === "committed" ? "released" : "refused";
  },
  readdress: async (change, event) => {
    const outcome = await commitDocuments(store, readdressing(store.directoryTable, change), event);
    return outcome === "committed" ? "readdressed" : "refused";
  },
});

const releasing = (
  TableName: string,
  { legacyId, userId, email, hasProfile }: Parameters<LegacyConflicts["release"]>[0],
): TransactItem[] => [
  {
    Delete: {
      TableName,
      Key: legacyIdentityRowKey(legacyId),
      ConditionExpression: "user_id = :user",
      ExpressionAttributeValues: { ":user": userId },
    },
  },
  { Delete: { TableName, Key: legacyAddressRowKey(email), ...ownAddress(legacyId) } },
  hasProfile
    ? {
        Update: {
          TableName,
          Key: profileRowKey(userId),
          UpdateExpression: "REMOVE legacy_id",
          ConditionExpression: "legacy_id = :legacy",
          ExpressionAttributeValues: { ":legacy": legacyId },
        },
      }
    : withoutProfile(TableName, userId),
];

/** The link of a first sign-in may write the profile meanwhile. */
const withoutProfile = (TableName: string, userId: string): TransactItem => ({
  ConditionCheck: { TableName, Key: profileRowKey(userId), ConditionExpression: "attribute_not_exists(pk)" },
});

const readdressing = (
  TableName: string,
  { legacyId, userId, from, profileFrom, to }: Parameters<LegacyConflicts["readdress"]>[0],
): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: legacyIdentityRowKey(legacyId),
      UpdateExpression: "SET email = :to",
      ConditionExpression: "user_id = :user",
      ExpressionAttributeValues: { ":user": userId, ":to": to },
    },
  },
  { Delete: { TableName, Key: legacyAddressRowKey(from), ...ownAddress(legacyId) } },
  addressReservation(TableName, legacyId, to),
  profileFrom === undefined
    ? withoutProfile(TableName, userId)
    : {
        Update: {
          TableName,
          Key: profileRowKey(userId),
          UpdateExpression: "SET email = :to",
          ConditionExpression: "legacy_id = :legacy AND email = :from",
          ExpressionAttributeValues: { ":legacy": legacyId, ":from": profileFrom, ":to": to },
        },
      },
];
