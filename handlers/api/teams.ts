/** Teams of an account and the affiliations of its members. Members read them, Admins change them. */
import type { Team } from "../../shared/domain/permission/affiliation.js";
import { type ActorDeps, actorOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { cursorAfter, type PageDeps, pageOfRequest } from "../../shared/edge/page-of-request.js";
import { affiliationFields, idOfPath, teamFields } from "../../shared/edge/permission-fields.js";
import {
  addToTeam,
  affiliateMember,
  createTeam,
  deleteTeam,
  removeFromTeam,
  renameTeam,
  type TeamDeps,
} from "../../shared/flows/permission/change-team.js";
import {
  affiliationOfMember,
  membersOfTeam,
  teamsOfAccount,
} from "../../shared/flows/permission/read-teams.js";
import { httpPorts, teamPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & PageDeps & TeamDeps;

const TEAMS = "/api/accounts/{account_id}/teams";
const TEAM = `${TEAMS}/{team_id}`;
const AFFILIATION = "/api/accounts/{account_id}/members/{user_id}/affiliation";
const DONE: HttpResponse = { status: 204 };

export const teams = (deps: Deps) => {
  const actor = (request: HttpRequest) => actorOfRequest(deps, request);
  const team = ({ path }: HttpRequest) => idOfPath(path, "team_id");
  const user = ({ path }: HttpRequest) => idOfPath(path, "user_id");
  const both = (request: HttpRequest) => ({ teamId: team(request), userId: user(request) });
  return httpFunction(deps, {
    [`GET ${TEAMS}`]: withoutBody((request) => listTeams(deps, request)),
    [`POST ${TEAMS}`]: withBody(teamFields, async ({ name }, request) => ({
      status: 201,
      body: teamBody(await createTeam(deps, await actor(request), name)),
    })),
    [`PATCH ${TEAM}`]: withBody(teamFields, async ({ name }, request) => ({
      status: 200,
      body: teamBody(await renameTeam(deps, await actor(request), { teamId: team(request), name })),
    })),
    [`DELETE ${TEAM}`]: withoutBody(async (request) => {
      await deleteTeam(deps, await actor(request), team(request));
      return DONE;
    }),
    [`GET ${TEAM}/members`]: withoutBody((request) => listMembers(deps, request)),
    [`PUT ${TEAM}/members/{user_id}`]: withoutBody(async (request) => {
      await addToTeam(deps, await actor(request), both(request));
      return DONE;
    }),
    [`DELETE ${TEAM}/members/{user_id}`]: withoutBody(async (request) => {
      await removeFromTeam(deps, await actor(request), both(request));
      return DONE;
    }),
    [`GET ${AFFILIATION}`]: withoutBody(async (request) => {
      const held = await affiliationOfMember(deps, await actor(request), user(request));
      const { department = null, projects, teams: of } = held;
      return { status: 200, body: { department, projects, teams: of } };
    }),
    [`PUT ${AFFILIATION}`]: withBody(affiliationFields, async (to, request) => {
      await affiliateMember(deps, await actor(request), { userId: user(request), ...to });
      return DONE;
    }),
  });
};

const listTeams = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const name = `teams of ${actor.systemAccountId ?? ""}`;
  const page = await teamsOfAccount(deps, actor, await pageOfRequest(deps, request, name));
  return {
    status: 200,
    body: { items: page.items.map(teamBody), cursor: await cursorAfter(deps, name, page) },
  };
};

const listMembers = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const teamId = idOfPath(request.path, "team_id");
  const name = `members of ${teamId} of ${actor.systemAccountId ?? ""}`;
  const page = await membersOfTeam(deps, actor, teamId, await pageOfRequest(deps, request, name));
  const items = page.items.map((user_id) => ({ user_id }));
  return { status: 200, body: { items, cursor: await cursorAfter(deps, name, page) } };
};

const teamBody = ({ teamId, name }: Team) => ({ team_id: teamId, name });

export const handler = wired(teams, { ...httpPorts, ...teamPorts });
