/** Grants and resource facts in the directory table. */
import type { Membership } from "../../../domain/account.js";
import type { Grant, Grantee } from "../../../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../../../domain/permission/resource.js";
import type { Permissions } from "../../../ports/permissions.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import { getRows } from "../documents.js";
import { filledPageOfRows, mapPage, type Shown } from "../pages.js";
import { accountRowKey, membershipRowKey, profileRowKey, type RowKey } from "../row-keys.js";
import { accountFrom, directoryColumns, membershipFrom, profileFrom, type Row } from "../rows.js";
import {
  actorUnchanged,
  affiliationFrom,
  affiliationRowKey,
  factsFrom,
  factsRowKey,
  GRANT_PREFIX,
  grantedRowKey,
  granteePartition,
  grantFrom,
  grantRow,
  grantRowKey,
  resourcePartition,
  TEAM_PREFIX,
  teamRowKey,
} from "./permission-row-keys.js";

export const dynamoPermissions = (store: DynamoDirectoryStore): Permissions => {
  const { directoryTable: TableName, clock } = store;
  const read = (keys: readonly RowKey[]) => getRows(store.documents, TableName, keys);
  const write = async (
    changes: readonly TransactItem[],
    by: Membership,
    event: Parameters<typeof commitDocuments>[2],
  ): Promise<boolean> =>
    (await commitDocuments(store, [...changes, actorUnchanged(TableName, by)], event)) !== "refused";
  return {
    member: async (userId, systemAccountId) => memberFrom(await read(memberKeys(userId, systemAccountId))),
    evidence: async (systemAccountId, { resources, grantees, teams }) => {
      const rows = await read([
        ...resources.flatMap((resource) => [
          factsRowKey(systemAccountId, resource),
          ...grantees.map((grantee) => grantRowKey(systemAccountId, resource, grantee)),
        ]),
        ...teams.map((teamId) => teamRowKey(systemAccountId, teamId)),
      ]);
      return evidenceFrom(rows);
    },
    grant: async (grant, by, event) =>
      (await write(puts(TableName, grant), by, event)) ? "granted" : "refused",
    revoke: async ({ systemAccountId, resource, grantee }, by, event) =>
      (await write(deletions(TableName, systemAccountId, resource, grantee), by, event))
        ? "revoked"
        : "refused",
    grantsOn: async (systemAccountId, resource, page) => {
      const from = { pk: resourcePartition(systemAccountId, resource), prefix: GRANT_PREFIX };
      return mapPage(
        await filledPageOfRows(store, { ...from, shown: current(clock.now()) }, page),
        grantFrom,
      );
    },
    grantsTo: async (systemAccountId, grantee, page) => {
      const from = { pk: granteePartition(systemAccountId, grantee), prefix: GRANT_PREFIX };
      return mapPage(
        await filledPageOfRows(store, { ...from, shown: current(clock.now()) }, page),
        grantFrom,
      );
    },
    facts: async (systemAccountId, resource) =>
      factsFrom((await read([factsRowKey(systemAccountId, resource)]))[0]),
    describe: async ({ systemAccountId, resource, facts }, by, event) => {
      const Item = { ...factsRowKey(systemAccountId, resource), resource, ...factsRow(facts) };
      return (await write([{ Put: { TableName, Item } }], by, event)) ? "changed" : "refused";
    },
  };
};

const current = (now: Date): Shown => ({
  expression: "attribute_not_exists(expires_at) OR expires_at > :now",
  values: { ":now": now.getTime() / 1000 },
});

const memberKeys = (userId: string, systemAccountId: string): RowKey[] => [
  profileRowKey(userId),
  membershipRowKey(userId, systemAccountId),
  accountRowKey(systemAccountId),
  affiliationRowKey(userId, systemAccountId),
];

const memberFrom = (rows: readonly Row[]) => {
  const of = (...begins: string[]) =>
    rows.find(({ sk }) => begins.some((begin) => String(sk).startsWith(begin)));
  return {
    standing: {
      profile: profileFrom(of("PROFILE")),
      membership: membershipFrom(of("MEMBER#")),
      account: accountFrom(of("META")),
    },
    affiliation: affiliationFrom(of("BELONGS#")),
  };
};

const evidenceFrom = (rows: readonly Row[]) => {
  const beginning = (prefix: string) => rows.filter(({ sk }) => String(sk).startsWith(prefix));
  return {
    facts: new Map(beginning("FACTS").map((row) => [directoryColumns(row).text("resource"), factsFrom(row)])),
    grants: beginning(GRANT_PREFIX).map(grantFrom),
    teams: beginning(TEAM_PREFIX).map((row) => directoryColumns(row).text("team_id")),
  };
};

const factsRow = ({ ownerId, ownerSince, department, project }: ResourceFacts): Row => ({
  owner_id: ownerId,
  owner_since: ownerSince,
  department,
  project,
});

const puts = (TableName: string, grant: Grant): TransactItem[] => {
  const { systemAccountId, resource, grantee } = grant;
  return [grantRowKey, grantedRowKey].map((keyOf) => ({
    Put: { TableName, Item: { ...keyOf(systemAccountId, resource, grantee), ...grantRow(grant) } },
  }));
};

const deletions = (
  TableName: string,
  systemAccountId: string,
  resource: Resource,
  grantee: Grantee,
): TransactItem[] =>
  [grantRowKey, grantedRowKey].map((keyOf) => ({
    Delete: {
      TableName,
      Key: keyOf(systemAccountId, resource, grantee),
      ConditionExpression: "attribute_exists(pk)",
    },
  }));
