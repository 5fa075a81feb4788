/** Teams and member affiliations in the directory table. A team exists if and only if its META row exists. */
import type { Membership } from "../../../domain/account.js";
import type { AuditEvent } from "../../../domain/audit/audit-event.js";
import type { Team } from "../../../domain/permission/affiliation.js";
import { MOST_TEAMS_OF_A_MEMBER } from "../../../domain/permission/affiliation.js";
import type { PageOf } from "../../../ports/page.js";
import type { Teams } from "../../../ports/permissions.js";
import { orUnavailable } from "../../aws/unavailable.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { getRows, type TransactItem } from "../documents.js";
import { filledPage, mapPage, pageOfRows } from "../pages.js";
import { accountRowKey } from "../row-keys.js";
import { directoryColumns, type Row } from "../rows.js";
import {
  actorUnchanged,
  affiliationFrom,
  affiliationRowKey,
  TEAM_MEMBER_PREFIX,
  TEAM_PREFIX,
  teamPartition,
  teamRowKey,
} from "./permission-row-keys.js";
import { belonging, joining, leaving, present, withoutTeams } from "./team-writes.js";

const teamFrom = (row: Row): Team => {
  const columns = directoryColumns(row);
  return {
    teamId: columns.text("team_id"),
    systemAccountId: columns.text("system_account_id"),
    name: columns.text("name"),
  };
};

export const dynamoTeams = (store: DynamoDirectoryStore): Teams => {
  const { documents, directoryTable: TableName } = store;
  const write = async (changes: readonly TransactItem[], by: Membership, event: AuditEvent) =>
    (await commitDocuments(store, [...changes, actorUnchanged(TableName, by)], event)) !== "refused";
  return {
    create: async (team, by, event) => {
      const { teamId, systemAccountId, name } = team;
      const Item = { ...keyOf(team), team_id: teamId, system_account_id: systemAccountId, name };
      const put = { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" };
      return (await write([{ Put: put }], by, event)) ? "created" : "refused";
    },
    find: (systemAccountId, teamId) =>
      orUnavailable(async () => {
        const row = await documents.get(TableName, teamRowKey(systemAccountId, teamId));
        return row && teamFrom(row);
      }),
    list: async (systemAccountId, page) => {
      const from = { pk: accountRowKey(systemAccountId).pk, prefix: TEAM_PREFIX };
      return mapPage(await pageOfRows(store, from, page), teamFrom);
    },
    rename: async (team, by, event) =>
      (await write([renaming(TableName, team)], by, event)) ? "changed" : "refused",
    remove: async (team, by, event) => {
      const change = { Delete: { TableName, Key: keyOf(team), ConditionExpression: "attribute_exists(pk)" } };
      if (!(await write([change], by, event))) return "refused";
      // The team is already deleted, so a failure of the clean-up is ignored.
      await forgetMembers(store, team).catch(() => undefined);
      return "removed";
    },
    members: async (systemAccountId, teamId, page) => {
      const from = { pk: teamPartition(systemAccountId, teamId), prefix: TEAM_MEMBER_PREFIX };
      const read = async (part: PageOf) => {
        const { items, next } = mapPage(await pageOfRows(store, from, part), userOf);
        return { items: await stillIn(store, { systemAccountId, teamId }, items), next };
      };
      return filledPage(page, { read, keyOf: (userId) => userId, longest: MOST_READ_AT_ONCE });
    },
    addMember: async (team, userId, by, event) => {
      const add = () => write(joining(TableName, { team, userId, by }), by, event);
      if (await add()) return "added";
      const made = (await dropDeletedTeams(store, team, userId)) && (await add());
      return made ? "added" : "refused";
    },
    removeMember: async (team, userId, by, event) =>
      (await write(leaving(TableName, team, userId), by, event)) ? "removed" : "refused",
    affiliate: async (member, to, by, event) => {
      const changes = [...present(TableName, member, by), belonging(TableName, member, to)];
      return (await write(changes, by, event)) ? "changed" : "refused";
    },
  };
};

const keyOf = ({ systemAccountId, teamId }: Team) => teamRowKey(systemAccountId, teamId);
const userOf = (row: Row): string => directoryColumns(row).text("user_id");

/** The affiliations of so many users are read in one call. */
const MOST_READ_AT_ONCE = 100;
const FORGOTTEN_AT_ONCE = 50;
/** Of the five seconds of the function. The answer does not wait for the rest of a very large team. */
const FORGETTING_MS = 2_500;

/**
 * Removes the rows of a deleted team, a page at a time, until the end or until the time is used. What is left has no
 * effect; a member at the limit of teams is rid of it when they join the next one.
 */
const forgetMembers = async (store: DynamoDirectoryStore, team: Team): Promise<void> => {
  const { clock, documents, directoryTable } = store;
  const until = clock.now().getTime() + FORGETTING_MS;
  const from = { pk: teamPartition(team.systemAccountId, team.teamId), prefix: TEAM_MEMBER_PREFIX };
  let after: string | undefined;
  do {
    const { items, next } = await pageOfRows(store, from, { after, limit: FORGOTTEN_AT_ONCE });
    await Promise.allSettled(
      items.map((row) => documents.transact(leaving(directoryTable, team, userOf(row)))),
    );
    after = next;
  } while (after !== undefined && clock.now().getTime() < until);
};

/** The users of a page of the team's rows who are in it. A user who left in an earlier version may have rows in it. */
const stillIn = async (
  { documents, directoryTable }: DynamoDirectoryStore,
  { systemAccountId, teamId }: Omit<Team, "name">,
  userIds: readonly string[],
): Promise<string[]> => {
  const keys = userIds.map((userId) => affiliationRowKey(userId, systemAccountId));
  const rows = await getRows(documents, directoryTable, keys);
  const held = new Map(rows.map((row) => [row.pk, affiliationFrom(row).teams]));
  return userIds.filter((_, index) => held.get(keys[index]?.pk)?.includes(teamId) === true);
};

/** Makes room for a member who is at the limit of teams. Returns false if all of the teams exist. */
const dropDeletedTeams = async (
  { documents, directoryTable }: DynamoDirectoryStore,
  { systemAccountId }: Team,
  userId: string,
): Promise<boolean> => {
  const key = affiliationRowKey(userId, systemAccountId);
  const { teams } = affiliationFrom(await orUnavailable(() => documents.get(directoryTable, key)));
  if (teams.length < MOST_TEAMS_OF_A_MEMBER) return false;
  const rows = await getRows(
    documents,
    directoryTable,
    teams.map((teamId) => teamRowKey(systemAccountId, teamId)),
  );
  const there = rows.map((row) => teamFrom(row).teamId);
  const deleted = teams.filter((teamId) => !there.includes(teamId));
  if (deleted.length === 0) return false;
  await orUnavailable(() => documents.update(withoutTeams(directoryTable, key, deleted)));
  return true;
};

const renaming = (TableName: string, team: Team): TransactItem => ({
  Update: {
    TableName,
    Key: keyOf(team),
    UpdateExpression: "SET #name = :name",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#name": "name" },
    ExpressionAttributeValues: { ":name": team.name },
  },
});
