/**
 * Loads accounts and prepared users into the directory, as an operator does before a migration. Existing rows
 * are kept, so that a restart does not undo later changes.
 */
import { createHash } from "node:crypto";
import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { visibleAccountRowKey } from "../../shared/adapters/dynamo/row-keys.js";
import { accountRow, membershipRows, preparedRows, type Row } from "../../shared/adapters/dynamo/rows.js";
import type { Account } from "../../shared/domain/account.js";
import type { SeedUser } from "./users.js";

export type ExpectedUser = Pick<SeedUser, "email" | "legacyId" | "accounts">;

/** The user id prepared for a legacy id: the same at every start. */
export const expectedUserId = (legacyId: string): string =>
  `usr_${createHash("sha256").update(legacyId).digest("hex").slice(0, 32)}`;

export const seedDirectory = async (
  client: DynamoDBClient,
  table: string,
  { accounts, users }: { accounts: readonly Account[]; users: readonly ExpectedUser[] },
): Promise<void> => {
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const rows = [...accounts.flatMap(accountRows), ...users.flatMap(rowsOf)];
  await Promise.all(rows.map((row) => putNew(document, table, row)));
};

/** The account's row, and the row that reserves its visible id. */
const accountRows = (account: Account): Row[] => [
  accountRow(account),
  { ...visibleAccountRowKey(account.visibleAccountId), system_account_id: account.systemAccountId },
];

const rowsOf = ({ email, legacyId, accounts }: ExpectedUser): Row[] => {
  const userId = expectedUserId(legacyId);
  const active = accounts.filter(({ status }) => status === "ACTIVE");
  return [
    ...preparedRows(legacyId, {
      userId,
      email,
      status: "ACTIVE",
      legacyId,
      activeAccountId: active[0]?.systemAccountId,
      groups: [],
      membershipCount: active.length,
      membershipVersion: 1,
    }),
    ...accounts.flatMap((membership) => membershipRows({ userId, ...membership })),
  ];
};

const putNew = async (document: DynamoDBDocumentClient, table: string, row: Row): Promise<void> => {
  try {
    await document.send(
      new PutCommand({ TableName: table, Item: { ...row }, ConditionExpression: "attribute_not_exists(pk)" }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
