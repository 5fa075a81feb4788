/** The transaction condition that an account is ACTIVE. */
import type { TransactItem } from "../documents.js";
import { accountKey } from "../row-keys.js";

export const activeAccount = (TableName: string, systemAccountId: string): TransactItem => ({
  ConditionCheck: {
    TableName,
    Key: accountKey(systemAccountId),
    ConditionExpression: "#status = :active",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":active": "ACTIVE" },
  },
});
