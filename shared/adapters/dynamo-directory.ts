/** The directory in DynamoDB: consistent reads, and writes that commit together with their audit event. */
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { AuthError } from "../domain/errors.js";
import type { Directory } from "../ports.js";
import { type DynamoDirectoryStore, directoryWrites } from "./dynamo-directory-writes.js";
import {
  accountKey,
  type Key,
  legacyAddressKey,
  legacyKey,
  MEMBERSHIP_PREFIX,
  membershipKey,
  profileKey,
  subKey,
} from "./dynamo-keys.js";
import { accountFrom, legacyFrom, membershipFrom, profileFrom, type Row } from "./dynamo-rows.js";
import { orUnavailable } from "./unavailable.js";

export const dynamoDirectory = (store: DynamoDirectoryStore): Directory => {
  const { client, directoryTable } = store;
  const get = (key: Key) => getRow(client, directoryTable, key);
  const getAll = (keys: readonly Key[]) => getRows(client, directoryTable, keys);
  return {
    ...directoryWrites(store),
    profile: async (userId) => profileFrom(await get(profileKey(userId))),
    userIdBySub: async (sub) => {
      const row = await get(subKey(sub));
      return row === undefined ? undefined : String(row.user_id);
    },
    legacyIdentity: async (legacyId) => legacyFrom(await get(legacyKey(legacyId))),
    legacyIdByAddress: async (email) => {
      const row = await get(legacyAddressKey(email));
      return row === undefined ? undefined : String(row.legacy_id);
    },
    standing: async (userId, systemAccountId) => {
      const keys = [profileKey(userId), membershipKey(userId, systemAccountId), accountKey(systemAccountId)];
      const rows = await getAll(keys);
      const at = (key: Key | undefined) => rows.find((row) => row.pk === key?.pk && row.sk === key?.sk);
      return {
        profile: profileFrom(at(keys[0])),
        membership: membershipFrom(at(keys[1])),
        account: accountFrom(at(keys[2])),
      };
    },
    memberships: async (userId, limit) => {
      const rows = await queryMemberships(client, directoryTable, userId, limit);
      return rows.map(membershipFrom).filter((each) => each !== undefined);
    },
    accounts: async (ids) => {
      const rows = await getAll([...new Set(ids)].map(accountKey));
      return rows.map(accountFrom).filter((each) => each !== undefined);
    },
  };
};

const getRow = (client: DynamoDBDocumentClient, table: string, key: Key): Promise<Row | undefined> =>
  orUnavailable(async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  });

const BATCH_GET_LIMIT = 100;
const UNPROCESSED_RETRIES = 3;

const getRows = (client: DynamoDBDocumentClient, table: string, keys: readonly Key[]): Promise<Row[]> =>
  orUnavailable(async () => {
    const found: Row[] = [];
    for (let start = 0; start < keys.length; start += BATCH_GET_LIMIT) {
      found.push(...(await getBatch(client, table, keys.slice(start, start + BATCH_GET_LIMIT))));
    }
    return found;
  });

// A batch can come back partly unread; a missing row and an unread row are not the same.
const getBatch = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
): Promise<Row[]> => {
  const found: Row[] = [];
  let rest: Record<string, unknown>[] = [...keys];
  for (let attempt = 0; attempt < UNPROCESSED_RETRIES && rest.length > 0; attempt += 1) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: rest, ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[table] ?? []));
    rest = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (rest.length > 0) throw new AuthError("temporarily_unavailable");
  return found;
};

const queryMemberships = (
  client: DynamoDBDocumentClient,
  table: string,
  userId: string,
  limit: number,
): Promise<Row[]> =>
  orUnavailable(async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :user AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":user": profileKey(userId).pk, ":prefix": MEMBERSHIP_PREFIX },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items;
  });
