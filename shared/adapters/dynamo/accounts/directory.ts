/**
 * The directory in DynamoDB: strongly consistent reads, and writes in one transaction with their audit event.
 */
import type { Directory } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { accessDirectory } from "../authorizer/access-directory.js";
import { getRows } from "../documents.js";
import {
  addressChangeRowKey,
  legacyAddressRowKey,
  legacyIdentityRowKey,
  MEMBERSHIP_PREFIX,
  POOL_USER_PREFIX,
  profileRowKey,
  type RowKey,
  tombstoneRowKey,
} from "../row-keys.js";
import { directoryColumns, legacyFrom, membershipFrom, type Row } from "../rows.js";
import { type DynamoDirectoryStore, directoryWrites } from "./directory-writes.js";
import { signInUser } from "./sign-in-user.js";

export const dynamoDirectory = (store: DynamoDirectoryStore): Directory => {
  const { documents, directoryTable } = store;
  const get = (key: RowKey) => orUnavailable(() => documents.get(directoryTable, key));
  return {
    ...directoryWrites(store),
    ...accessDirectory(documents, directoryTable),
    signInUser: signInUser(documents, directoryTable),
    legacyIdentity: async (legacyId) => legacyFrom(await get(legacyIdentityRowKey(legacyId))),
    legacyIdByAddress: async (email) => {
      const row = await get(legacyAddressRowKey(email));
      return row === undefined ? undefined : directoryColumns(row).text("legacy_id");
    },
    isErased: async (tombstones) =>
      (await getRows(documents, directoryTable, tombstones.map(tombstoneRowKey))).length > 0,
    addressChange: async (userId, at) => {
      const row = await get(addressChangeRowKey(userId, at));
      if (row === undefined) return undefined;
      const columns = directoryColumns(row);
      return { from: columns.text("previous_email"), to: columns.text("email") };
    },
    subsOf: async (userId) => {
      const [profile, rows] = await Promise.all([
        get(profileRowKey(userId)),
        rowsOf(store, { userId, prefix: POOL_USER_PREFIX, limit: MOST_POOL_USERS }),
      ]);
      const subs = profile === undefined ? [] : directoryColumns(profile).texts("subs");
      return [...new Set([...subs, ...rows.map((row) => directoryColumns(row).text("sub"))])];
    },
    memberships: async (userId, limit) => {
      const rows = await rowsOf(store, { userId, prefix: MEMBERSHIP_PREFIX, limit });
      return rows.map(membershipFrom).filter((each) => each !== undefined);
    },
  };
};

/** A user has one pool user for each sign-in method and pool. */
const MOST_POOL_USERS = 100;

const rowsOf = (
  { documents, directoryTable }: DynamoDirectoryStore,
  { userId, prefix, limit }: { userId: string; prefix: string; limit: number },
): Promise<readonly Row[]> =>
  orUnavailable(async () => {
    const { rows } = await documents.query({
      TableName: directoryTable,
      KeyConditionExpression: "pk = :user AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":user": profileRowKey(userId).pk, ":prefix": prefix },
      Limit: limit,
    });
    return rows;
  });
