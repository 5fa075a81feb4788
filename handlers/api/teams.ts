/** Teams of an account and the affiliations of its members. Members read them, Admins change them. */
import { ADMIN } from "../../shared/domain/role.js";
import { type ActorEndpointDeps, forActor, forActorWithBody } from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { created, noContent, ok } from "../../shared/edge/http-response.js";
import { forActorOnce, type OnceDeps } from "../../shared/edge/once-endpoint.js";
import { type PageDeps, pageOfAccount } from "../../shared/edge/page-of-request.js";
import { affiliationBody, memberOfTeamBody, teamBody } from "../../shared/edge/permission-response.js";
import {
  affiliationFields,
  memberIdOf,
  memberOfTeamOf,
  teamFields,
  teamIdOf,
} from "../../shared/edge/team-fields.js";
import { requireRole } from "../../shared/flows/authorizer/require-role.js";
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
import { httpPorts } from "../../shared/wiring/base.js";
import { oncePorts } from "../../shared/wiring/idempotency.js";
import { teamPorts } from "../../shared/wiring/permission.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & OnceDeps & PageDeps & TeamDeps;

const TEAMS = "/api/accounts/{account_id}/teams";
const TEAM = `${TEAMS}/{team_id}`;
const MEMBER = `${TEAM}/members/{user_id}`;
const AFFILIATION = "/api/accounts/{account_id}/members/{user_id}/affiliation";

export const teams = (deps: Deps) =>
  httpFunction(deps, {
    [`GET ${TEAMS}`]: forActor(deps, (actor, request) =>
      pageOfAccount(deps, actor, request, {
        what: "teams",
        read: (page) => teamsOfAccount(deps, actor, page),
        body: teamBody,
      }),
    ),
    [`POST ${TEAMS}`]: forActorOnce(deps, teamFields, {
      run: (actor, { name }, _request, { sources }) =>
        created(createTeam({ ...deps, ...sources }, actor, name), teamBody),
      maySee: (actor) => requireRole(deps, actor, ADMIN),
    }),
    [`PATCH ${TEAM}`]: forActorWithBody(deps, teamFields, (actor, { name }, request) =>
      ok(renameTeam(deps, actor, { teamId: teamIdOf(request), name }), teamBody),
    ),
    [`DELETE ${TEAM}`]: forActor(deps, (actor, request) =>
      noContent(deleteTeam(deps, actor, teamIdOf(request))),
    ),
    [`GET ${TEAM}/members`]: forActor(deps, (actor, request) => {
      const teamId = teamIdOf(request);
      return pageOfAccount(deps, actor, request, {
        what: `members of ${teamId}`,
        read: (page) => membersOfTeam(deps, actor, teamId, page),
        body: memberOfTeamBody,
      });
    }),
    [`PUT ${MEMBER}`]: forActor(deps, (actor, request) =>
      noContent(addToTeam(deps, actor, memberOfTeamOf(request))),
    ),
    [`DELETE ${MEMBER}`]: forActor(deps, (actor, request) =>
      noContent(removeFromTeam(deps, actor, memberOfTeamOf(request))),
    ),
    [`GET ${AFFILIATION}`]: forActor(deps, (actor, request) =>
      ok(affiliationOfMember(deps, actor, memberIdOf(request)), affiliationBody),
    ),
    [`PUT ${AFFILIATION}`]: forActorWithBody(deps, affiliationFields, (actor, to, request) =>
      noContent(affiliateMember(deps, actor, { userId: memberIdOf(request), ...to })),
    ),
  });

export const handler = wired(teams, { ...httpPorts, ...oncePorts, ...teamPorts });
