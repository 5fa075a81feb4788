/** Changes teams and the affiliations of members. For Admins of the account. */
import type { Membership } from "../../domain/account.js";
import type { Actor, UserActor } from "../../domain/actor.js";
import type { AuditEventType } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import type { Affiliation, Team } from "../../domain/permission/affiliation.js";
import { ADMIN } from "../../domain/role.js";
import type { Ports } from "../../ports/index.js";
import { type RoleDeps, requireRole } from "../authorizer/require-role.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { permissionEvent } from "./permission-event.js";

export type TeamDeps = RoleDeps & Pick<Ports, "permissions" | "random" | "teams">;

/** A repeated attempt, which draws the same id, returns the team. @throws AuthError as `requireRole`; `conflict`. */
export const createTeam = (deps: TeamDeps, actor: Actor, name: string): Promise<Team> => {
  const teamId = deps.random.id("team");
  return asAdmin(deps, actor, async (user, by) => {
    const team = { teamId, systemAccountId: by.systemAccountId, name };
    const event = teamEvent(deps, "team.created", user, team);
    if ((await deps.teams.create(team, by, event)) !== "refused") return team;
    return (await deps.teams.find(by.systemAccountId, teamId)) ?? "refused";
  });
};

/** @throws AuthError as `requireRole`; `not_found`; `conflict`. */
export const renameTeam = (
  deps: TeamDeps,
  actor: Actor,
  { teamId, name }: Pick<Team, "teamId" | "name">,
): Promise<Team> =>
  asAdmin(deps, actor, async (user, by) => {
    const team = { ...(await teamThere(deps, by, teamId)), name };
    const event = teamEvent(deps, "team.renamed", user, team);
    return (await deps.teams.rename(team, by, event)) === "refused" ? "refused" : team;
  });

/**
 * Removes all members of the team; grants to it have no effect any more. @throws AuthError as `renameTeam`.
 */
export const deleteTeam = (deps: TeamDeps, actor: Actor, teamId: string): Promise<void> =>
  asAdmin(deps, actor, async (user, by) => {
    const team = await teamThere(deps, by, teamId);
    const event = teamEvent(deps, "team.deleted", user, team);
    return settled(await deps.teams.remove(team, by, event));
  });

type MemberOfTeam = { readonly teamId: string; readonly userId: string };

/**
 * @throws AuthError as `renameTeam`; `not_found` also for a user outside the account; `conflict` at the limit
 * of teams.
 */
export const addToTeam = (deps: TeamDeps, actor: Actor, { teamId, userId }: MemberOfTeam): Promise<void> =>
  asAdmin(deps, actor, async (user, by) => {
    const team = await teamThere(deps, by, teamId);
    await memberThere(deps, by, userId);
    const event = teamEvent(deps, "team.member_added", user, team, userId);
    return settled(await deps.teams.addMember(team, userId, by, event));
  });

/** @throws AuthError as `renameTeam`; `conflict` for a user who is not in the team. */
export const removeFromTeam = (
  deps: TeamDeps,
  actor: Actor,
  { teamId, userId }: MemberOfTeam,
): Promise<void> =>
  asAdmin(deps, actor, async (user, by) => {
    const team = await teamThere(deps, by, teamId);
    const event = teamEvent(deps, "team.member_removed", user, team, userId);
    return settled(await deps.teams.removeMember(team, userId, by, event));
  });

/** Sets the member's department and projects. @throws AuthError as `requireRole`; `not_found`; `conflict`. */
export const affiliateMember = (
  deps: TeamDeps,
  actor: Actor,
  { userId, ...to }: { readonly userId: string } & Pick<Affiliation, "department" | "projects">,
): Promise<void> =>
  asAdmin(deps, actor, async (user, by) => {
    const { systemAccountId } = by;
    await memberThere(deps, by, userId);
    const about = { at: deps.clock.now(), systemAccountId, userId, target: userId };
    const event = permissionEvent("member.affiliated", user, about);
    return settled(await deps.teams.affiliate({ userId, systemAccountId }, to, by, event));
  });

const asAdmin = <T>(
  deps: TeamDeps,
  actor: Actor,
  work: (user: UserActor, by: Membership) => Promise<T | "refused">,
): Promise<T> =>
  retryOnConflict(async () => {
    const held = await requireRole(deps, actor, ADMIN);
    return work(held.actor, held.standing.membership);
  });

const settled = (outcome: string): "refused" | undefined => (outcome === "refused" ? "refused" : undefined);

const teamThere = async (deps: TeamDeps, { systemAccountId }: Membership, teamId: string): Promise<Team> => {
  const team = await deps.teams.find(systemAccountId, teamId);
  if (team === undefined) throw new AuthError("not_found");
  return team;
};

const memberThere = async (deps: TeamDeps, by: Membership, userId: string): Promise<void> => {
  const { membership } = await deps.directory.standing(userId, by.systemAccountId);
  if (membership === undefined || membership.status === "REMOVED") throw new AuthError("not_found");
};

const teamEvent = (
  deps: TeamDeps,
  type: AuditEventType,
  user: UserActor,
  { systemAccountId, teamId }: Team,
  userId?: string,
) =>
  permissionEvent(type, user, {
    ...{ at: deps.clock.now(), systemAccountId, teamId },
    target: userId === undefined ? teamId : `${teamId}/${userId}`,
    ...(userId !== undefined && { userId }),
  });
