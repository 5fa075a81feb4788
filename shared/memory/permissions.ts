/** Grants and resource facts in memory, with the same conditions as the DynamoDB adapter. */
import type { Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import { type Affiliation, UNAFFILIATED } from "../domain/permission/affiliation.js";
import { type Grant, granteeParts, isCurrent } from "../domain/permission/grant.js";
import type { ResourceFacts } from "../domain/permission/resource.js";
import type { Clock } from "../ports/index.js";
import type { Page, PageOf } from "../ports/page.js";
import type { Permissions } from "../ports/permissions.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

export type PermissionStores = {
  readonly clock: Clock;
  readonly audit: MemoryAudit;
  readonly directory: MemoryDirectory;
  /** By user id and account id. */
  readonly affiliations: Map<string, Affiliation>;
  /** By account id and team id. */
  readonly teams: Map<string, { readonly teamId: string; readonly systemAccountId: string; name: string }>;
  /** By account id, resource and grantee. */
  readonly grants: Map<string, Grant>;
  /** By account id and resource. */
  readonly facts: Map<string, ResourceFacts>;
};

export const placeOf = (...ids: string[]): string => JSON.stringify(ids);

/** Whether the acting member's membership is unchanged since it was read. */
export const actorUnchanged = async (
  { directory }: Pick<PermissionStores, "directory">,
  by: Membership,
): Promise<boolean> => {
  const { membership } = await directory.standing(by.userId, by.systemAccountId);
  return membership?.status === by.status && membership.role === by.role;
};

export const pageOf = <T>(all: readonly T[], keyOf: (item: T) => string, page: PageOf): Page<T> => {
  const { after, limit } = page;
  const rest = all
    .filter((item) => after === undefined || keyOf(item) > after)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rest.length > limit && last !== undefined ? keyOf(last) : undefined };
};

export const memoryPermissions = (stores: PermissionStores): Permissions => {
  const { audit, clock, directory, affiliations, teams, grants, facts } = stores;
  const grantPlace = (grant: Pick<Grant, "systemAccountId" | "resource" | "grantee">) =>
    placeOf(grant.systemAccountId, grant.resource, grant.grantee);
  const change = async (by: Membership, event: AuditEvent, work: () => void): Promise<boolean> => {
    if (!(await actorUnchanged(stores, by))) return false;
    if (audit.take(event)) work();
    return true;
  };
  const reachable = async <T>(read: () => T): Promise<T> => {
    await directory.profile("");
    return read();
  };
  const there = (systemAccountId: string, teamIds: readonly string[]) =>
    teamIds.filter((teamId) => teams.has(placeOf(systemAccountId, teamId)));
  return {
    member: async (userId, systemAccountId) => ({
      standing: await directory.standing(userId, systemAccountId),
      affiliation: affiliations.get(placeOf(userId, systemAccountId)) ?? UNAFFILIATED,
    }),
    evidence: (systemAccountId, wanted) =>
      reachable(() => ({
        facts: new Map(
          wanted.resources.flatMap((resource) => {
            const known = facts.get(placeOf(systemAccountId, resource));
            return known === undefined ? [] : [[resource, known] as const];
          }),
        ),
        grants: wanted.resources.flatMap((resource) =>
          wanted.grantees.flatMap(
            (grantee) => grants.get(grantPlace({ systemAccountId, resource, grantee })) ?? [],
          ),
        ),
        teams: there(
          systemAccountId,
          wanted.grantees.flatMap((grantee) => {
            const { kind, id } = granteeParts(grantee) ?? {};
            return kind === "team" && id !== undefined ? [id] : [];
          }),
        ),
      })),
    existingTeams: (systemAccountId, teamIds) => reachable(() => there(systemAccountId, teamIds)),
    grant: async (grant, by, event) => {
      const done = await change(by, event, () => grants.set(grantPlace(grant), grant));
      return done ? "granted" : "refused";
    },
    revoke: async (grant, by, event) => {
      if (!grants.has(grantPlace(grant))) return "refused";
      return (await change(by, event, () => grants.delete(grantPlace(grant)))) ? "revoked" : "refused";
    },
    grantsOn: (systemAccountId, resource, page) =>
      reachable(() => {
        const all = [...grants.values()].filter(
          (each) =>
            each.systemAccountId === systemAccountId &&
            each.resource === resource &&
            isCurrent(each, clock.now()),
        );
        return pageOf(all, ({ grantee }) => grantee, page);
      }),
    grantsTo: (systemAccountId, grantee, page) =>
      reachable(() => {
        const all = [...grants.values()].filter(
          (each) =>
            each.systemAccountId === systemAccountId &&
            each.grantee === grantee &&
            isCurrent(each, clock.now()),
        );
        return pageOf(all, ({ resource }) => resource, page);
      }),
    facts: (systemAccountId, resource) =>
      reachable(() => facts.get(placeOf(systemAccountId, resource)) ?? {}),
    describe: async (described, by, event) => {
      const place = placeOf(described.systemAccountId, described.resource);
      return (await change(by, event, () => facts.set(place, described.facts))) ? "changed" : "refused";
    },
  };
};
