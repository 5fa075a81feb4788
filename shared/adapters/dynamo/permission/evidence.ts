/**
 * Reads the grants that decide about a member. For few grantees, every grant is read by its exact key. For more, each
 * resource is asked for the grants that it has: most resources have few, whatever number of teams and groups the
 * member is in.
 */
import { type Grantee, granteeOf } from "../../../domain/permission/grant.js";
import type { Resource } from "../../../domain/permission/resource.js";
import type { Evidence } from "../../../ports/permissions.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { type Documents, getRows } from "../documents.js";
import type { RowKey } from "../row-keys.js";
import { directoryColumns, type Row } from "../rows.js";
import {
  factsFrom,
  factsRowKey,
  GRANT_PREFIX,
  grantFrom,
  grantRowKey,
  resourcePartition,
  TEAM_PREFIX,
  teamRowKey,
} from "./permission-row-keys.js";

type Store = { readonly documents: Documents; readonly directoryTable: string };
type Wanted = { readonly resources: readonly Resource[]; readonly grantees: readonly Grantee[] };

/** Up to this number of grantees, exact keys cost as little as a query. */
const FEW_GRANTEES = 5;
/** Of the grants of a resource. About 30 KB, or 8 read units. The keys of the rest are read one by one. */
const MOST_GRANTS_READ = 100;

/** @throws AuthError `temporarily_unavailable`. */
export const readEvidence = (store: Store, systemAccountId: string, wanted: Wanted): Promise<Evidence> =>
  wanted.grantees.length <= FEW_GRANTEES
    ? byKeys(store, systemAccountId, wanted)
    : byResource(store, systemAccountId, wanted);

/** The requested teams that exist. @throws AuthError `temporarily_unavailable`. */
export const readTeams = async (
  { documents, directoryTable }: Store,
  systemAccountId: string,
  teamIds: readonly string[],
): Promise<readonly string[]> =>
  teamsIn(
    await getRows(
      documents,
      directoryTable,
      teamIds.map((id) => teamRowKey(systemAccountId, id)),
    ),
  );

const byKeys = async (
  { documents, directoryTable }: Store,
  systemAccountId: string,
  { resources, grantees }: Wanted,
): Promise<Evidence> =>
  evidenceFrom(
    await getRows(documents, directoryTable, [
      ...resources.flatMap((resource) => [
        factsRowKey(systemAccountId, resource),
        ...grantees.map((grantee) => grantRowKey(systemAccountId, resource, grantee)),
      ]),
      ...grantees.flatMap(teamOf).map((teamId) => teamRowKey(systemAccountId, teamId)),
    ]),
  );

/** Two reads in a row: what the resources have, and then the teams of the grants that were found. */
const byResource = async (
  store: Store,
  systemAccountId: string,
  { resources, grantees }: Wanted,
): Promise<Evidence> => {
  const { documents, directoryTable } = store;
  const read = (keys: readonly RowKey[]) => getRows(documents, directoryTable, keys);
  const [users, others] = [grantees.filter(isUser), grantees.filter((each) => !isUser(each))];
  const keysOf = (resource: Resource, of: readonly Grantee[]) =>
    of.map((grantee) => grantRowKey(systemAccountId, resource, grantee));
  const [byUser, pages] = await Promise.all([
    read(resources.flatMap((resource) => keysOf(resource, users))),
    Promise.all(
      resources.map(async (resource) => {
        const { rows, next } = await grantsOf(store, resourcePartition(systemAccountId, resource));
        const unread = next === undefined ? [] : others.filter((each) => isAfter(GRANT_PREFIX + each, next));
        return { rows, unread: keysOf(resource, unread) };
      }),
    ),
  ]);
  const mine = new Set(others.map((grantee) => GRANT_PREFIX + grantee));
  const found = pages.flatMap(({ rows }) => rows).filter(({ sk }) => sk === "FACTS" || mine.has(String(sk)));
  const unread = pages.flatMap((page) => page.unread);
  const teams = (unread.length > 0 ? others : grantsIn(found).map(({ grantee }) => grantee)).flatMap(teamOf);
  const rest = await read([
    ...unread,
    ...[...new Set(teams)].map((teamId) => teamRowKey(systemAccountId, teamId)),
  ]);
  return evidenceFrom([...found, ...byUser, ...rest]);
};

/** The facts, and the first grants to groups, roles and teams. Grants to users come after them. */
const grantsOf = (
  { documents, directoryTable }: Store,
  pk: string,
): Promise<{ readonly rows: readonly Row[]; readonly next: string | undefined }> =>
  orUnavailable(async () => {
    const { rows, next } = await documents.query({
      TableName: directoryTable,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
      ExpressionAttributeValues: { ":pk": pk, ":first": "FACTS", ":last": AFTER_TEAMS },
      Limit: MOST_GRANTS_READ,
    });
    return { rows, next: next && String(next.sk) };
  });

// `;` follows `:` in the order of keys.
const AFTER_TEAMS = `${GRANT_PREFIX}team;`;

const [USER, TEAM] = [granteeOf("user", ""), granteeOf("team", "")];
const isUser = (grantee: Grantee): boolean => grantee.startsWith(USER);
const teamOf = (grantee: Grantee): string[] => (grantee.startsWith(TEAM) ? [grantee.slice(TEAM.length)] : []);

/** DynamoDB orders texts by their bytes. */
const isAfter = (sk: string, other: string): boolean =>
  Buffer.compare(Buffer.from(sk), Buffer.from(other)) > 0;

const beginning = (rows: readonly Row[], prefix: string) =>
  rows.filter(({ sk }) => String(sk).startsWith(prefix));
const grantsIn = (rows: readonly Row[]) => beginning(rows, GRANT_PREFIX).map(grantFrom);
const teamsIn = (rows: readonly Row[]) =>
  beginning(rows, TEAM_PREFIX).map((row) => directoryColumns(row).text("team_id"));

const evidenceFrom = (rows: readonly Row[]): Evidence => ({
  facts: new Map(
    beginning(rows, "FACTS").map((row) => [directoryColumns(row).text("resource"), factsFrom(row)]),
  ),
  grants: grantsIn(rows),
  teams: teamsIn(rows),
});
