/** Teams and member affiliations in memory, with the same conditions as the DynamoDB adapter. */
import type { Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import {
  type Affiliation,
  MOST_TEAMS_OF_A_MEMBER,
  type Team,
  UNAFFILIATED,
} from "../domain/permission/affiliation.js";
import type { Teams } from "../ports/permissions.js";
import { actorUnchanged, type PermissionStores, pageOf, placeOf } from "./permissions.js";

export const memoryTeams = (stores: PermissionStores): Teams => {
  const { audit, directory, affiliations, teams } = stores;
  const teamPlace = ({ systemAccountId, teamId }: Omit<Team, "name">) => placeOf(systemAccountId, teamId);
  const memberPlace = (userId: string, systemAccountId: string) => placeOf(userId, systemAccountId);
  const heldBy = (userId: string, systemAccountId: string): Affiliation =>
    affiliations.get(memberPlace(userId, systemAccountId)) ?? UNAFFILIATED;
  const change = async (by: Membership, event: AuditEvent, work: () => void): Promise<boolean> => {
    if (!(await actorUnchanged(stores, by))) return false;
    if (audit.take(event)) work();
    return true;
  };
  const present = async (userId: string, systemAccountId: string): Promise<boolean> => {
    const { membership } = await directory.standing(userId, systemAccountId);
    return membership !== undefined && membership.status !== "REMOVED";
  };
  const put = (userId: string, systemAccountId: string, more: Partial<Affiliation>) =>
    affiliations.set(memberPlace(userId, systemAccountId), { ...heldBy(userId, systemAccountId), ...more });
  const without = (userId: string, { systemAccountId, teamId }: Team) =>
    put(userId, systemAccountId, {
      teams: heldBy(userId, systemAccountId).teams.filter((each) => each !== teamId),
    });
  const membersOf = (systemAccountId: string, teamId: string): string[] =>
    [...affiliations].flatMap(([place, { teams: held }]) => {
      const [userId = "", account = ""] = JSON.parse(place) as string[];
      return account === systemAccountId && held.includes(teamId) ? [userId] : [];
    });
  return {
    create: async (team, by, event) => {
      if (teams.has(teamPlace(team))) return "refused";
      return (await change(by, event, () => teams.set(teamPlace(team), { ...team }))) ? "created" : "refused";
    },
    find: async (systemAccountId, teamId) => teams.get(placeOf(systemAccountId, teamId)),
    list: async (systemAccountId, page) => {
      const all = [...teams.values()].filter((each) => each.systemAccountId === systemAccountId);
      return pageOf(all, ({ teamId }) => teamId, page);
    },
    rename: async (team, by, event) => {
      if (!teams.has(teamPlace(team))) return "refused";
      return (await change(by, event, () => teams.set(teamPlace(team), { ...team }))) ? "changed" : "refused";
    },
    remove: async (team, by, event) => {
      if (!teams.has(teamPlace(team))) return "refused";
      const done = await change(by, event, () => {
        teams.delete(teamPlace(team));
        for (const userId of membersOf(team.systemAccountId, team.teamId)) without(userId, team);
      });
      return done ? "removed" : "refused";
    },
    members: async (systemAccountId, teamId, page) =>
      pageOf(membersOf(systemAccountId, teamId), (userId) => userId, page),
    addMember: async (team, userId, by, event) => {
      const { systemAccountId, teamId } = team;
      const held = heldBy(userId, systemAccountId).teams;
      const room = held.includes(teamId) || held.length < MOST_TEAMS_OF_A_MEMBER;
      if (!teams.has(teamPlace(team)) || !room || !(await present(userId, systemAccountId))) return "refused";
      const joined = { teams: [...new Set([...held, teamId])].sort() };
      const done = await change(by, event, () => put(userId, systemAccountId, joined));
      return done ? "added" : "refused";
    },
    removeMember: async (team, userId, by, event) => {
      if (!membersOf(team.systemAccountId, team.teamId).includes(userId)) return "refused";
      return (await change(by, event, () => without(userId, team))) ? "removed" : "refused";
    },
    affiliate: async ({ userId, systemAccountId }, to, by, event) => {
      if (!(await present(userId, systemAccountId))) return "refused";
      const held = { department: to.department, projects: [...to.projects].sort() };
      return (await change(by, event, () => put(userId, systemAccountId, held))) ? "changed" : "refused";
    },
  };
};
