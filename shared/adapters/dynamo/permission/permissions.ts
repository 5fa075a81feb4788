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
import { accountFrom, membershipFrom, profileFrom, type Row } from "../rows.js";
import { readEvidence, readTeams } from "./evidence.js";
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
    evidence: (systemAccountId, wanted) => readEvidence(store, systemAccountId, wanted),
    existingTeams: (systemAccountId, teamIds) => readTeams(store, systemAccountId, teamIds),
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
