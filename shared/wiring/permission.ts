/** Permissions, grants and teams. */
import { dynamoPermissions } from "../adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../adapters/dynamo/permission/teams.js";
import { audit, directory, pseudonyms, random } from "./base.js";
import { directoryStore } from "./clients.js";
import { once } from "./provider.js";
import { permissionRules, roles } from "./settings.js";

const permissions = /* @__PURE__ */ once(() => dynamoPermissions(directoryStore()));
const teams = /* @__PURE__ */ once(() => dynamoTeams(directoryStore()));

export const permissionPorts = { audit, directory, permissionRules, permissions, roles };
export const grantPorts = { audit, permissionRules, permissions, pseudonyms, roles, teams };
export const teamPorts = { audit, directory, permissions, pseudonyms, random, roles, teams };
