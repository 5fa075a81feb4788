/** The writes that move one holding of a duplicate to the kept user. Each is refused if the holding has changed. */
import type { Merge } from "../../../domain/duplicates.js";
import type { Holding } from "../../../domain/merge-holdings.js";
import { MOST_TEAMS_OF_A_MEMBER } from "../../../domain/permission/affiliation.js";
import { granteeOf } from "../../../domain/permission/grant.js";
import { orUnavailable } from "../../aws/unavailable.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { invitationRowKey } from "../accounts/invitation-writes.js";
import { apiKeyRowKey } from "../api-key/api-key-rows.js";
import type { TransactItem } from "../documents.js";
import {
  affiliationRowKey,
  factsRowKey,
  grantedRowKey,
  grantRowKey,
  teamMemberRowKey,
  teamRowKey,
} from "../permission/permission-row-keys.js";
import type { RowKey } from "../row-keys.js";
import type { Row } from "../rows.js";

type Users = Pick<Merge, "userId" | "duplicateUserId">;

/** Undefined if the holding no longer exists. */
export const holdingMove = async (
  store: DynamoDirectoryStore,
  users: Users,
  holding: Holding,
): Promise<TransactItem[] | undefined> => {
  const { directoryTable: TableName, documents } = store;
  const { systemAccountId } = holding;
  const read = (key: RowKey) => orUnavailable(() => documents.get(TableName, key));
  switch (holding.kind) {
    case "grant": {
      const keysOf = (userId: string) =>
        [grantRowKey, grantedRowKey].map((keyOf) =>
          keyOf(systemAccountId, holding.resource, granteeOf("user", userId)),
        );
      const held = granteeOf("user", users.duplicateUserId);
      const row = await read(grantRowKey(systemAccountId, holding.resource, held));
      const keys = { from: keysOf(users.duplicateUserId), to: keysOf(users.userId) };
      return row && grantMove(TableName, users, row, keys);
    }
    case "given_grant":
      return [grantRowKey, grantedRowKey].map((keyOf) =>
        renamed(TableName, keyOf(systemAccountId, holding.resource, holding.grantee), "granted_by", users),
      );
    case "resource":
      return [renamed(TableName, factsRowKey(systemAccountId, holding.resource), "owner_id", users)];
    case "invitation":
      return [renamed(TableName, invitationRowKey(holding), "invited_by", users, holding.invitationId)];
    case "team":
      // The id of a deleted team has no effect.
      return (await read(teamRowKey(systemAccountId, holding.teamId)))
        ? teamMove(TableName, users, systemAccountId, holding.teamId)
        : undefined;
    case "affiliation": {
      const row = await read(affiliationRowKey(users.duplicateUserId, systemAccountId));
      return row && affiliationMove(TableName, users, systemAccountId, row);
    }
    case "api_key": {
      const key = apiKeyRowKey(holding.keyId);
      const column = holding.secret === "current" ? "issued_by" : "previous_issued_by";
      const row = await read(key);
      return row?.[column] === users.duplicateUserId
        ? [keyMove(TableName, users, row, key, column)]
        : undefined;
    }
  }
};

const idsOf = ({ userId, duplicateUserId }: Users) => ({ ":kept": userId, ":duplicate": duplicateUserId });

/** Replaces the duplicate's id in a column. `invitationId` ensures that the invitation has not been replaced. */
const renamed = (
  TableName: string,
  Key: RowKey,
  column: "granted_by" | "owner_id" | "invited_by",
  users: Users,
  invitationId?: string,
): TransactItem => ({
  Update: {
    TableName,
    Key,
    UpdateExpression: `SET ${column} = :kept`,
    ConditionExpression: `${column} = :duplicate${invitationId === undefined ? "" : " AND invitation_id = :id"}`,
    ExpressionAttributeValues: {
      ...idsOf(users),
      ...(invitationId !== undefined && { ":id": invitationId }),
    },
  },
});

/** Refused if the kept user has a grant on the resource: two grants can have different actions and ends. */
const grantMove = (
  TableName: string,
  { userId, duplicateUserId }: Users,
  row: Row,
  { from, to }: { from: readonly RowKey[]; to: readonly RowKey[] },
): TransactItem[] => {
  const grantedBy = row.granted_by === duplicateUserId ? userId : row.granted_by;
  const moved = { ...row, grantee: granteeOf("user", userId), granted_by: grantedBy };
  return [
    ...from.map((Key) => ({
      Delete: {
        TableName,
        Key,
        ConditionExpression: "granted_at = :at",
        ExpressionAttributeValues: { ":at": row.granted_at },
      },
    })),
    ...to.map((key) => ({
      Put: { TableName, Item: { ...moved, ...key }, ConditionExpression: "attribute_not_exists(pk)" },
    })),
  ];
};

/** Refused if the team was deleted, or if the kept user is in the maximum number of teams. */
const teamMove = (
  TableName: string,
  { userId, duplicateUserId }: Users,
  systemAccountId: string,
  teamId: string,
): TransactItem[] => {
  const values = { ":teams": new Set([teamId]), ":team": teamId };
  return [
    {
      ConditionCheck: {
        TableName,
        Key: teamRowKey(systemAccountId, teamId),
        ConditionExpression: "attribute_exists(pk)",
      },
    },
    { Delete: { TableName, Key: teamMemberRowKey(systemAccountId, teamId, duplicateUserId) } },
    { Put: { TableName, Item: { ...teamMemberRowKey(systemAccountId, teamId, userId), user_id: userId } } },
    {
      Update: {
        TableName,
        Key: affiliationRowKey(duplicateUserId, systemAccountId),
        UpdateExpression: "DELETE teams :teams",
        ConditionExpression: "contains(teams, :team)",
        ExpressionAttributeValues: values,
      },
    },
    {
      Update: {
        TableName,
        Key: affiliationRowKey(userId, systemAccountId),
        UpdateExpression: "ADD teams :teams",
        ConditionExpression: "attribute_not_exists(teams) OR contains(teams, :team) OR size(teams) < :most",
        ExpressionAttributeValues: { ...values, ":most": MOST_TEAMS_OF_A_MEMBER },
      },
    },
  ];
};

/** Refused if the kept user has a department or projects: a member has one department. */
const affiliationMove = (
  TableName: string,
  { userId, duplicateUserId }: Users,
  systemAccountId: string,
  { department, projects = [] }: Row,
): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: affiliationRowKey(duplicateUserId, systemAccountId),
      UpdateExpression: "REMOVE department, projects",
      ConditionExpression: "attribute_exists(department) OR attribute_exists(projects)",
    },
  },
  {
    Update: {
      TableName,
      Key: affiliationRowKey(userId, systemAccountId),
      UpdateExpression: `SET projects = :projects${department === undefined ? "" : ", department = :department"}`,
      ConditionExpression:
        "attribute_not_exists(department) AND (attribute_not_exists(projects) OR size(projects) = :none)",
      ExpressionAttributeValues: {
        ...{ ":projects": projects, ":none": 0 },
        ...(department !== undefined && { ":department": department }),
      },
    },
  },
];

/** The secrets of a key have their own issuers. */
const keyMove = (
  TableName: string,
  users: Users,
  row: Row,
  Key: RowKey,
  column: "issued_by" | "previous_issued_by",
): TransactItem => ({
  Update: {
    TableName,
    Key,
    UpdateExpression: `SET ${column} = :kept`,
    ConditionExpression: `${column} = :duplicate AND version = :version`,
    ExpressionAttributeValues: { ...idsOf(users), ":version": row.version },
  },
});
