/** Reads teams (every member) and affiliations (the member themselves, and Admins). */
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import type { Affiliation, Team } from "../../domain/permission/affiliation.js";
import { ADMIN } from "../../domain/role.js";
import type { Page, PageOf } from "../../ports/page.js";
import { requireMember, requireRole } from "../authorizer/require-role.js";
import type { TeamDeps } from "./change-team.js";

/** @throws AuthError as `requireMember`. */
export const teamsOfAccount = async (deps: TeamDeps, actor: Actor, page: PageOf): Promise<Page<Team>> => {
  const { standing } = await requireMember(deps, actor);
  return deps.teams.list(standing.account.systemAccountId, page);
};

/** User ids. @throws AuthError as `requireMember`; `not_found`. */
export const membersOfTeam = async (
  deps: TeamDeps,
  actor: Actor,
  teamId: string,
  page: PageOf,
): Promise<Page<string>> => {
  const { systemAccountId } = (await requireMember(deps, actor)).standing.account;
  if ((await deps.teams.find(systemAccountId, teamId)) === undefined) throw new AuthError("not_found");
  return deps.teams.members(systemAccountId, teamId, page);
};

/** Without deleted teams. @throws AuthError as `requireRole`; `not_found` for a user who is not in the account. */
export const affiliationOfMember = async (
  deps: TeamDeps,
  actor: Actor,
  userId: string,
): Promise<Affiliation> => {
  const own = actor.credential !== "api_key" && actor.userId === userId;
  const held = own ? await requireMember(deps, actor) : await requireRole(deps, actor, ADMIN);
  const { systemAccountId } = held.standing.account;
  const { standing, affiliation } = await deps.permissions.member(userId, systemAccountId);
  if (standing.membership === undefined || standing.membership.status === "REMOVED")
    throw new AuthError("not_found");
  const teams = await deps.permissions.existingTeams(systemAccountId, affiliation.teams);
  return { ...affiliation, teams: affiliation.teams.filter((teamId) => teams.includes(teamId)) };
};
