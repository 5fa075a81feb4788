/** Memberships page by page: of an account, and of a user. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Membership } from "../domain/account.js";
import type { Accounts } from "../ports/accounts.js";
import type { Page, PageOf } from "../ports/page.js";
import type { DynamoDirectoryStore } from "./dynamo-directory-writes.js";
import { accountKey, MEMBERSHIP_PREFIX, profileKey } from "./dynamo-keys.js";
import { membershipFrom } from "./dynamo-rows.js";
import { orUnavailable } from "./unavailable.js";

type Store = Pick<DynamoDirectoryStore, "client" | "directoryTable">;

export const memberPages = (store: Store): Pick<Accounts, "members" | "memberships"> => ({
  members: (systemAccountId, page) => pageOf(store, accountKey(systemAccountId).pk, page),
  memberships: (userId, page) => pageOf(store, profileKey(userId).pk, page),
});

const pageOf = (
  { client, directoryTable }: Store,
  pk: string,
  { after, limit }: PageOf,
): Promise<Page<Membership>> =>
  orUnavailable(async () => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: directoryTable,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        FilterExpression: "#status <> :removed",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":pk": pk, ":prefix": MEMBERSHIP_PREFIX, ":removed": "REMOVED" },
        ConsistentRead: true,
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: { pk, sk: `${MEMBERSHIP_PREFIX}${after}` } }),
      }),
    );
    return {
      items: Items.map(membershipFrom).filter((each) => each !== undefined),
      next: LastEvaluatedKey && String(LastEvaluatedKey.sk).slice(MEMBERSHIP_PREFIX.length),
    };
  });
