/** The directory writes for joining and leaving a team, and for a member's department and projects. */
import type { Membership } from "../../../domain/account.js";
import {
  type Affiliation,
  MOST_TEAMS_OF_A_MEMBER,
  type Team,
} from "../../../domain/permission/affiliation.js";
import type { TransactItem } from "../documents.js";
import { membershipRowKey, type RowKey } from "../row-keys.js";
import { affiliationRowKey, teamMemberRowKey, teamRowKey } from "./permission-row-keys.js";

// A transaction may name a row only once, and another condition already checks the acting member's row.
export const present = (
  TableName: string,
  { userId, systemAccountId }: Pick<Membership, "userId" | "systemAccountId">,
  by: Membership,
): TransactItem[] =>
  userId === by.userId
    ? []
    : [
        {
          ConditionCheck: {
            TableName,
            Key: membershipRowKey(userId, systemAccountId),
            ConditionExpression: "attribute_exists(pk) AND #status <> :removed",
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: { ":removed": "REMOVED" },
          },
        },
      ];

export const joining = (
  TableName: string,
  { team, userId, by }: { team: Team; userId: string; by: Membership },
): TransactItem[] => {
  const { systemAccountId, teamId } = team;
  const Item = { ...teamMemberRowKey(systemAccountId, teamId, userId), user_id: userId };
  return [
    {
      ConditionCheck: {
        TableName,
        Key: teamRowKey(systemAccountId, teamId),
        ConditionExpression: "attribute_exists(pk)",
      },
    },
    ...present(TableName, { userId, systemAccountId }, by),
    { Put: { TableName, Item } },
    {
      Update: {
        TableName,
        Key: affiliationRowKey(userId, systemAccountId),
        UpdateExpression: "ADD teams :teams",
        ConditionExpression: "attribute_not_exists(teams) OR contains(teams, :team) OR size(teams) < :most",
        ExpressionAttributeValues: {
          ":teams": new Set([teamId]),
          ":team": teamId,
          ":most": MOST_TEAMS_OF_A_MEMBER,
        },
      },
    },
  ];
};

export const leaving = (
  TableName: string,
  { systemAccountId, teamId }: Pick<Team, "systemAccountId" | "teamId">,
  userId: string,
): TransactItem[] => [
  {
    Delete: {
      TableName,
      Key: teamMemberRowKey(systemAccountId, teamId, userId),
      ConditionExpression: "attribute_exists(pk)",
    },
  },
  { Update: withoutTeams(TableName, affiliationRowKey(userId, systemAccountId), [teamId]) },
];

export const withoutTeams = (TableName: string, Key: RowKey, teamIds: readonly string[]) => ({
  TableName,
  Key,
  UpdateExpression: "DELETE teams :teams",
  ExpressionAttributeValues: { ":teams": new Set(teamIds) },
});

export const belonging = (
  TableName: string,
  { userId, systemAccountId }: Pick<Membership, "userId" | "systemAccountId">,
  { department, projects }: Pick<Affiliation, "department" | "projects">,
): TransactItem => ({
  Update: {
    TableName,
    Key: affiliationRowKey(userId, systemAccountId),
    UpdateExpression: `SET projects = :projects${department === undefined ? " REMOVE department" : ", department = :department"}`,
    ExpressionAttributeValues: {
      ":projects": [...projects],
      ...(department !== undefined && { ":department": department }),
    },
  },
});
