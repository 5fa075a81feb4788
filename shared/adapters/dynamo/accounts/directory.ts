/**
 * The directory in DynamoDB: strongly consistent reads, and writes in one transaction with their audit event.
 */
import type { Directory } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { accessDirectory } from "../authorizer/access-directory.js";
import { getRows } from "../documents.js";
import { pageOfRows } from "../pages.js";
import {
  addressChangeRowKey,
  legacyAddressRowKey,
  legacyAttributesRowKey,
  legacyIdentityRowKey,
  POOL_USER_PREFIX,
  profileRowKey,
  type RowKey,
  tombstoneRowKey,
} from "../row-keys.js";
import { directoryColumns, legacyAttributesFrom, legacyFrom } from "../rows.js";
import { type DynamoDirectoryStore, directoryWrites } from "./directory-writes.js";
import { membershipReads } from "./member-reads.js";
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
      const [profile, { items: rows }] = await Promise.all([
        get(profileRowKey(userId)),
        pageOfRows(
          store,
          { pk: profileRowKey(userId).pk, prefix: POOL_USER_PREFIX },
          { limit: MOST_POOL_USERS },
        ),
      ]);
      const subs = profile === undefined ? [] : directoryColumns(profile).texts("subs");
      return [...new Set([...subs, ...rows.map((row) => directoryColumns(row).text("sub"))])];
    },
    ...membershipReads(store),
    legacyAttributes: async (userId) => {
      const rows = await getRows(documents, directoryTable, [
        legacyAttributesRowKey(userId),
        profileRowKey(userId),
      ]);
      const own = rows.find(({ sk }) => sk === legacyAttributesRowKey(userId).sk);
      return legacyAttributesFrom(own ?? rows[0]);
    },
  };
};

/** A user has one pool user for each sign-in method and pool. */
const MOST_POOL_USERS = 100;
