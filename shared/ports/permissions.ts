/** Grants, teams, and attributes of resources and members. */
import type { Membership, Standing } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Affiliation, Team } from "../domain/permission/affiliation.js";
import type { Grant, Grantee } from "../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../domain/permission/resource.js";
import type { Page, PageOf } from "./page.js";

/** The data for decisions about one member and some resources of an account. */
export type Evidence = {
  readonly facts: ReadonlyMap<Resource, ResourceFacts>;
  readonly grants: readonly Grant[];
  /** Those of the teams with one of these grants that exist. */
  readonly teams: readonly string[];
};

/**
 * Reads are strongly consistent. Every write commits together with its audit event. A write is `refused` if
 * the membership that authorizes it (`by`) changed since it was read, or if the account is not ACTIVE.
 */
export interface Permissions {
  /** The member's standing, department, projects and teams, in one read. */
  member(
    userId: string,
    systemAccountId: string,
  ): Promise<{ readonly standing: Standing; readonly affiliation: Affiliation }>;
  /**
   * The facts of the resources, and the grants on them to the grantees. No resource or grantee may repeat. The number
   * of reads that wait for each other does not depend on the number of resources, grantees or grants.
   */
  evidence(
    systemAccountId: string,
    wanted: { readonly resources: readonly Resource[]; readonly grantees: readonly Grantee[] },
  ): Promise<Evidence>;
  /** Those of the teams that exist. No team may repeat. */
  existingTeams(systemAccountId: string, teamIds: readonly string[]): Promise<readonly string[]>;
  /** Replaces an earlier grant on the resource to the same grantee. */
  grant(grant: Grant, by: Membership, event: AuditEvent): Promise<"granted" | "refused">;
  /** Also returns `refused` if there is no such grant. */
  revoke(
    grant: Pick<Grant, "systemAccountId" | "resource" | "grantee">,
    by: Membership,
    event: AuditEvent,
  ): Promise<"revoked" | "refused">;
  /** Grants on a resource, including expired ones, ordered by grantee. */
  /** Without expired grants, as `grantsTo`. */
  grantsOn(systemAccountId: string, resource: Resource, page: PageOf): Promise<Page<Grant>>;
  /** Grants to a grantee, including expired ones, ordered by resource. */
  grantsTo(systemAccountId: string, grantee: Grantee, page: PageOf): Promise<Page<Grant>>;
  facts(systemAccountId: string, resource: Resource): Promise<ResourceFacts>;
  /** Replaces all stored facts of the resource. */
  describe(
    resource: {
      readonly systemAccountId: string;
      readonly resource: Resource;
      readonly facts: ResourceFacts;
    },
    by: Membership,
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
}

/** Writes follow the same rules as in `Permissions`. */
export interface Teams {
  /** Returns `refused` also if the id is taken. */
  create(team: Team, by: Membership, event: AuditEvent): Promise<"created" | "refused">;
  find(systemAccountId: string, teamId: string): Promise<Team | undefined>;
  /** Ordered by id. */
  list(systemAccountId: string, page: PageOf): Promise<Page<Team>>;
  /** Also returns `refused` if the team does not exist. */
  rename(team: Team, by: Membership, event: AuditEvent): Promise<"changed" | "refused">;
  /** Deletes the team and ends its memberships. Also returns `refused` if the team does not exist. */
  remove(team: Team, by: Membership, event: AuditEvent): Promise<"removed" | "refused">;
  /** User ids, in ascending order. */
  members(systemAccountId: string, teamId: string, page: PageOf): Promise<Page<string>>;
  /**
   * Also returns `refused` if the team or member does not exist, or if the member is in the maximum number of
   * teams.
   */
  addMember(team: Team, userId: string, by: Membership, event: AuditEvent): Promise<"added" | "refused">;
  /** Also returns `refused` if the user is not in the team. */
  removeMember(team: Team, userId: string, by: Membership, event: AuditEvent): Promise<"removed" | "refused">;
  /** Replaces the member's department and projects. Also returns `refused` if the member does not exist. */
  affiliate(
    member: Pick<Membership, "userId" | "systemAccountId">,
    to: Pick<Affiliation, "department" | "projects">,
    by: Membership,
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
}
