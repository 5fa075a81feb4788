/**
 * The row keys of grants, teams, resource facts and member affiliations in the directory table. Ids that can
 * contain any character are percent-encoded, so that every key is unique.
 */
import type { Membership } from "../../../domain/account.js";
import type { Affiliation } from "../../../domain/permission/affiliation.js";
import type { Grant, Grantee } from "../../../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../../../domain/permission/resource.js";
import { activeAccount } from "../accounts/active-account.js";
import type { TransactItem } from "../documents.js";
import { accountKey, type Key, membershipKey, profileKey } from "../row-keys.js";
import { type Row, text } from "../rows.js";

export const GRANT_PREFIX = "GRANT#";
export const TEAM_PREFIX = "TEAM#";
export const TEAM_MEMBER_PREFIX = "TEAMMEMBER#";

const account = (systemAccountId: string): string => accountKey(encodeURIComponent(systemAccountId)).pk;

export const resourcePartition = (systemAccountId: string, resource: Resource): string =>
  `${account(systemAccountId)}#RESOURCE#${resource}`;
export const granteePartition = (systemAccountId: string, grantee: Grantee): string =>
  `${account(systemAccountId)}#GRANTEE#${encodeURIComponent(grantee)}`;
export const factsKey = (systemAccountId: string, resource: Resource): Key => ({
  pk: resourcePartition(systemAccountId, resource),
  sk: "FACTS",
});
/** A grant has two rows, so that both directions are read consistently. */
export const grantKey = (systemAccountId: string, resource: Resource, grantee: Grantee): Key => ({
  pk: resourcePartition(systemAccountId, resource),
  sk: `${GRANT_PREFIX}${grantee}`,
});
export const grantedKey = (systemAccountId: string, resource: Resource, grantee: Grantee): Key => ({
  pk: granteePartition(systemAccountId, grantee),
  sk: `${GRANT_PREFIX}${resource}`,
});
export const teamKey = (systemAccountId: string, teamId: string): Key => ({
  pk: accountKey(systemAccountId).pk,
  sk: `${TEAM_PREFIX}${teamId}`,
});
export const teamPartition = (systemAccountId: string, teamId: string): string =>
  `${account(systemAccountId)}#TEAM#${teamId}`;
export const teamMemberKey = (systemAccountId: string, teamId: string, userId: string): Key => ({
  pk: teamPartition(systemAccountId, teamId),
  sk: `${TEAM_MEMBER_PREFIX}${userId}`,
});
export const affiliationKey = (userId: string, systemAccountId: string): Key => ({
  pk: profileKey(userId).pk,
  sk: `BELONGS#${systemAccountId}`,
});

const texts = (value: unknown): string[] =>
  value instanceof Set || Array.isArray(value) ? [...value].map(String).sort() : [];

export const grantRow = (grant: Grant): Row => ({
  system_account_id: grant.systemAccountId,
  resource: grant.resource,
  grantee: grant.grantee,
  actions: grant.actions,
  granted_by: grant.grantedBy,
  granted_at: grant.grantedAt,
  expires_at: grant.expiresAtSeconds,
});

export const grantFrom = (row: Row): Grant => ({
  systemAccountId: String(row.system_account_id),
  resource: String(row.resource),
  grantee: String(row.grantee),
  actions: Array.isArray(row.actions) ? row.actions.map(String) : [],
  grantedBy: String(row.granted_by),
  grantedAt: String(row.granted_at),
  expiresAtSeconds: row.expires_at === undefined ? undefined : Number(row.expires_at),
});

export const factsFrom = (row: Row | undefined): ResourceFacts => ({
  ownerId: text(row?.owner_id),
  department: text(row?.department),
  project: text(row?.project),
});

export const affiliationFrom = (row: Row | undefined): Affiliation => ({
  department: text(row?.department),
  projects: texts(row?.projects),
  teams: texts(row?.teams),
});

/**
 * The condition that the acting member's membership is unchanged since it was read, and the account ACTIVE.
 */
export const stillActing = (TableName: string, by: Membership): TransactItem[] => {
  return [
    {
      ConditionCheck: {
        TableName,
        Key: membershipKey(by.userId, by.systemAccountId),
        ConditionExpression: "#status = :status AND #role = :role",
        ExpressionAttributeNames: { "#status": "status", "#role": "role" },
        ExpressionAttributeValues: { ":status": by.status, ":role": by.role },
      },
    },
    activeAccount(TableName, by.systemAccountId),
  ];
};
