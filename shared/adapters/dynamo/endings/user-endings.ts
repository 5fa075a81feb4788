/** The ends of users in DynamoDB, as columns of the profile. */
import type { UserEndings } from "../../../ports/endings.js";
import { orUnavailable } from "../../aws/unavailable.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import { profileRowKey } from "../row-keys.js";

export const dynamoUserEndings = (store: DynamoDirectoryStore): UserEndings => ({
  begin: async (ending, event) => {
    const change = beginning(store.directoryTable, ending, event.at);
    return (await commitDocuments(store, [change], event)) === "committed" ? "begun" : "unchanged";
  },
  complete: (userId) =>
    orUnavailable(async () => {
      await store.documents.update({
        TableName: store.directoryTable,
        Key: profileRowKey(userId),
        UpdateExpression: "SET ending_complete = :true",
        ConditionExpression: "attribute_exists(pool_ended_at)",
        ExpressionAttributeValues: { ":true": true },
      });
    }),
});

const beginning = (
  TableName: string,
  { userId, suspended }: Parameters<UserEndings["begin"]>[0],
  at: string,
): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(userId),
    UpdateExpression:
      "SET #status = :suspended, suspended_at = :at, pool_ended_at = :at REMOVE ending_complete",
    ConditionExpression: `attribute_exists(pk) AND attribute_not_exists(merge_into) AND attribute_not_exists(pool_ended_at)${
      suspended === "skip" ? " AND #status <> :suspended" : ""
    }`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":suspended": "SUSPENDED", ":at": at },
  },
});
