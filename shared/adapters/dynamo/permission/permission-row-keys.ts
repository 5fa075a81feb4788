/**
 * The row keys of grants, teams, resource facts and member affiliations in the directory table. Ids that can
 * contain any character are percent-encoded, so that every key is unique.
 */
import type { Membership } from "../../../domain/account.js";
import type { Affiliation } from "../../../domain/permission/affiliation.js";
import type { Grant, Grantee } from "../../../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../../../domain/permission/resource.js";
import type { TransactItem } from "../documents.js";
import { keptAfter } from "../kept-rows.js";
import { accountRowKey, membershipRowKey, profileRowKey, type RowKey } from "../row-keys.js";
import { directoryColumns, type Row } from "../rows.js";

export const GRANT_PREFIX = "GRANT#";
export const TEAM_PREFIX = "TEAM#";
export const TEAM_MEMBER_PREFIX = "TEAMMEMBER#";

const account = (systemAccountId: string): string => accountRowKey(encodeURIComponent(systemAccountId)).pk;

export const resourcePartition = (systemAccountId: string, resource: Resource): string =>
  `${account(systemAccountId)}#RESOURCE#${resource}`;
export const granteePartition = (systemAccountId: string, grantee: Grantee): string =>
  `${account(systemAccountId)}#GRANTEE#${encodeURIComponent(grantee)}`;
export const factsRowKey = (systemAccountId: string, resource: Resource): RowKey => ({
  pk: resourcePartition(systemAccountId, resource),
  sk: "FACTS",
});
/** A grant has two rows, so that both directions are read consistently. */
export const grantRowKey = (systemAccountId: string, resource: Resource, grantee: Grantee): RowKey => ({
  pk: resourcePartition(systemAccountId, resource),
  sk: `${GRANT_PREFIX}${grantee}`,
});
export const grantedRowKey = (systemAccountId: string, resource: Resource, grantee: Grantee): RowKey => ({
  pk: granteePartition(systemAccountId, grantee),
  sk: `${GRANT_PREFIX}${resource}`,
});
export const teamRowKey = (systemAccountId: string, teamId: string): RowKey => ({
  pk: accountRowKey(systemAccountId).pk,
  sk: `${TEAM_PREFIX}${teamId}`,
});
export const teamPartition = (systemAccountId: string, teamId: string): string =>
  `${account(systemAccountId)}#TEAM#${teamId}`;
export const teamMemberRowKey = (systemAccountId: string, teamId: string, userId: string): RowKey => ({
  pk: teamPartition(systemAccountId, teamId),
  sk: `${TEAM_MEMBER_PREFIX}${userId}`,
});
export const affiliationRowKey = (userId: string, systemAccountId: string): RowKey => ({
  pk: profileRowKey(userId).pk,
  sk: `BELONGS#${systemAccountId}`,
});

export const grantRow = (grant: Grant): Row => ({
  system_account_id: grant.systemAccountId,
  resource: grant.resource,
  grantee: grant.grantee,
  actions: grant.actions,
  granted_by: grant.grantedBy,
  granted_at: grant.grantedAt,
  expires_at: grant.expiresAtSeconds,
  kept_until: grant.expiresAtSeconds === undefined ? undefined : keptAfter(grant.expiresAtSeconds),
});

export const grantFrom = (row: Row): Grant => {
  const columns = directoryColumns(row);
  return {
    systemAccountId: columns.text("system_account_id"),
    resource: columns.text("resource"),
    grantee: columns.text("grantee"),
    actions: columns.texts("actions"),
    grantedBy: columns.text("granted_by"),
    grantedAt: columns.text("granted_at"),
    expiresAtSeconds: columns.optionalNumber("expires_at"),
  };
};

export const factsFrom = (row: Row | undefined): ResourceFacts => {
  const columns = directoryColumns(row ?? {});
  return {
    ownerId: columns.optionalText("owner_id"),
    ownerSince: columns.optionalText("owner_since"),
    department: columns.optionalText("department"),
    project: columns.optionalText("project"),
  };
};

export const affiliationFrom = (row: Row | undefined): Affiliation => {
  const columns = directoryColumns(row ?? {});
  return {
    department: columns.optionalText("department"),
    projects: [...columns.texts("projects")].sort(),
    teams: [...columns.texts("teams")].sort(),
  };
};

/**
 * The condition that the acting member's membership is unchanged since it was read. The account is not checked: all
 * writes of a tenant would conflict on its row, and every check of a permission refuses an account that is not ACTIVE.
 */
export const actorUnchanged = (TableName: string, by: Membership): TransactItem => ({
  ConditionCheck: {
    TableName,
    Key: membershipRowKey(by.userId, by.systemAccountId),
    ConditionExpression: "#status = :status AND #role = :role",
    ExpressionAttributeNames: { "#status": "status", "#role": "role" },
    ExpressionAttributeValues: { ":status": by.status, ":role": by.role },
  },
});
