import { affiliationFields, teamFields } from "../../../shared/edge/team-fields.js";
import { LAST_PAGE } from "../examples.js";
import { PAGED, type Tag } from "../operation.js";
import { affiliation, team, teamMembers, teams } from "../schemas/permissions.js";

const TEAM = { team_id: "team_5d1e8b40", name: "Billing" };
const body = { schema: teamFields, example: { name: "Billing" } };
const CHANGE_ERRORS = ["conflict", "not_found", "role_required"] as const;

export const TEAMS: Tag = {
  name: "Teams",
  description: "Teams of an account, and department and projects of its members.",
  operations: {
    "GET /api/accounts/{account_id}/teams": {
      id: "listTeams",
      summary: "The teams of the account",
      description: "For every member.",
      guard: "user",
      parameters: PAGED,
      answers: { 200: { description: "A page.", schema: teams, example: { items: [TEAM], ...LAST_PAGE } } },
    },
    "POST /api/accounts/{account_id}/teams": {
      id: "createTeam",
      summary: "Create a team",
      description: "For Admins.",
      guard: "user",
      once: true,
      body,
      answers: { 201: { description: "The team.", schema: team, example: TEAM } },
      errors: ["role_required"],
    },
    "PATCH /api/accounts/{account_id}/teams/{team_id}": {
      id: "renameTeam",
      summary: "Rename a team",
      description: "For Admins.",
      guard: "user",
      body,
      answers: { 200: { description: "The team.", schema: team, example: TEAM } },
      errors: CHANGE_ERRORS,
    },
    "DELETE /api/accounts/{account_id}/teams/{team_id}": {
      id: "deleteTeam",
      summary: "Delete a team",
      description: "For Admins. Grants to it no longer apply.",
      guard: "user",
      answers: { 204: { description: "The team is deleted." } },
      errors: CHANGE_ERRORS,
    },
    "GET /api/accounts/{account_id}/teams/{team_id}/members": {
      id: "listTeamMembers",
      summary: "The members of a team",
      description: "For every member of the account.",
      guard: "user",
      parameters: PAGED,
      answers: {
        200: {
          description: "A page.",
          schema: teamMembers,
          example: { items: [{ user_id: "usr_grace" }], ...LAST_PAGE },
        },
      },
      errors: ["not_found"],
    },
    "PUT /api/accounts/{account_id}/teams/{team_id}/members/{user_id}": {
      id: "addTeamMember",
      summary: "Add a member of the account to a team",
      description: "For Admins.",
      guard: "user",
      answers: { 204: { description: "The user is in the team." } },
      errors: CHANGE_ERRORS,
    },
    "DELETE /api/accounts/{account_id}/teams/{team_id}/members/{user_id}": {
      id: "removeTeamMember",
      summary: "Take a member out of a team",
      description: "For Admins.",
      guard: "user",
      answers: { 204: { description: "The user is not in the team." } },
      errors: CHANGE_ERRORS,
    },
    "GET /api/accounts/{account_id}/members/{user_id}/affiliation": {
      id: "readAffiliation",
      summary: "Department, projects and teams of a member",
      description: "For Admins and the member.",
      guard: "user",
      answers: {
        200: {
          description: "Department, projects and teams.",
          schema: affiliation,
          example: { department: "Finance", projects: ["Apollo"], teams: ["team_5d1e8b40"] },
        },
      },
      errors: ["not_found", "role_required"],
    },
    "PUT /api/accounts/{account_id}/members/{user_id}/affiliation": {
      id: "affiliateMember",
      summary: "Replace department and projects of a member",
      description: "For Admins.",
      guard: "user",
      body: { schema: affiliationFields, example: { department: "Finance", projects: ["Apollo"] } },
      answers: { 204: { description: "The values are replaced." } },
      errors: CHANGE_ERRORS,
    },
  },
};
