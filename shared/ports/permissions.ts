/** Grants, teams, and what is known of resources and members; part of ../ports.ts. */
import type { Membership, Standing } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit-event.js";
import type { Affiliation, Team } from "../domain/permission/affiliation.js";
import type { Grant, Grantee } from "../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../domain/permission/resource.js";
import type { Page, PageOf } from "./page.js";

/** What a decision rests on, of one member and some resources of an account. */
export type Evidence = {
  readonly facts: ReadonlyMap<Resource, ResourceFacts>;
  readonly grants: readonly Grant[];
  /** Of the teams that were asked about, those that are there. */
  readonly teams: readonly string[];
};

/**
 * Reads are strongly consistent. Every write commits together with its event, and only while the
 * membership that the decision rests on (`by`) is as it was read and its account is ACTIVE: else `refused`.
 */
export interface Permissions {
  /** The member's standing and what they belong to, in one read. */
  member(
    userId: string,
    systemAccountId: string,
  ): Promise<{ readonly standing: Standing; readonly affiliation: Affiliation }>;
  /** Reads by exact keys: how many grants there are of a resource, or to a grantee, costs nothing. */
  evidence(
    systemAccountId: string,
    wanted: {
      readonly resources: readonly Resource[];
      readonly grantees: readonly Grantee[];
      readonly teams: readonly string[];
    },
  ): Promise<Evidence>;
  /** Replaces an earlier grant on the resource to the same grantee. */
  grant(grant: Grant, by: Membership, event: AuditEvent): Promise<"granted" | "refused">;
  /** `refused` also when there is no such grant. */
  revoke(
    grant: Pick<Grant, "systemAccountId" | "resource" | "grantee">,
    by: Membership,
    event: AuditEvent,
  ): Promise<"revoked" | "refused">;
  /** In the order of grantees; also those that have ended. */
  grantsOn(systemAccountId: string, resource: Resource, page: PageOf): Promise<Page<Grant>>;
  /** In the order of resources; also those that have ended. */
  grantsTo(systemAccountId: string, grantee: Grantee, page: PageOf): Promise<Page<Grant>>;
  facts(systemAccountId: string, resource: Resource): Promise<ResourceFacts>;
  /** Replaces all that was known of the resource. */
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

/** The same holds for writes as of `Permissions`. */
export interface Teams {
  create(team: Team, by: Membership, event: AuditEvent): Promise<"created" | "refused">;
  find(systemAccountId: string, teamId: string): Promise<Team | undefined>;
  /** In the order of ids. */
  list(systemAccountId: string, page: PageOf): Promise<Page<Team>>;
  /** `refused` also when the team is not there. */
  rename(team: Team, by: Membership, event: AuditEvent): Promise<"changed" | "refused">;
  /** From then on nobody is in it. `refused` also when the team is not there. */
  remove(team: Team, by: Membership, event: AuditEvent): Promise<"removed" | "refused">;
  /** User ids, in their order. */
  members(systemAccountId: string, teamId: string, page: PageOf): Promise<Page<string>>;
  /** `refused` also when the team or the member is not there, or the member is in as many teams as can be. */
  addMember(team: Team, userId: string, by: Membership, event: AuditEvent): Promise<"added" | "refused">;
  /** `refused` also when they are not in it. */
  removeMember(team: Team, userId: string, by: Membership, event: AuditEvent): Promise<"removed" | "refused">;
  /** Replaces the member's department and projects. `refused` also when the member is not there. */
  affiliate(
    member: Pick<Membership, "userId" | "systemAccountId">,
    to: Pick<Affiliation, "department" | "projects">,
    by: Membership,
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
}
