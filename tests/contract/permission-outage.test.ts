import { expect, it } from "@jest/globals";
import { dynamoPermissions } from "../../shared/adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../../shared/adapters/dynamo/permission/teams.js";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { Permissions, Teams } from "../../shared/ports/permissions.js";
import { auditSeal } from "../support/audit-seal.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { membershipOf, NOW } from "../support/users.js";

const by = membershipOf();
const event = auditEvent("team.created", { subject: "account:acc-1", key: "k", at: new Date(NOW) });
const team = { teamId: "team_1", systemAccountId: "acc-1", name: "x" };
const grant = {
  ...{ systemAccountId: "acc-1", resource: "invoice/1", grantee: "user:usr_ada", actions: ["read"] },
  ...{ grantedBy: "usr_grace", grantedAt: NOW },
};
const page = { limit: 1 };
const MANY_GRANTEES = Array.from({ length: 70 }, (_, number) => `group:${number}`);

const acts: [string, (permissions: Permissions, teams: Teams) => Promise<unknown>][] = [
  ["member", (permissions) => permissions.member("usr_ada", "acc-1")],
  ["evidence", (permissions) => permissions.evidence("acc-1", { resources: ["invoice/1"], grantees: [] })],
  [
    "evidence for many grantees",
    (permissions) => permissions.evidence("acc-1", { resources: ["invoice/1"], grantees: MANY_GRANTEES }),
  ],
  ["existingTeams", (permissions) => permissions.existingTeams("acc-1", ["team_1"])],
  ["grant", (permissions) => permissions.grant(grant, by, event)],
  ["revoke", (permissions) => permissions.revoke(grant, by, event)],
  ["grantsOn", (permissions) => permissions.grantsOn("acc-1", "invoice/1", page)],
  ["grantsTo", (permissions) => permissions.grantsTo("acc-1", "user:usr_ada", page)],
  ["facts", (permissions) => permissions.facts("acc-1", "invoice/1")],
  ["describe", (permissions) => permissions.describe({ ...grant, facts: {} }, by, event)],
  ["create", (_, teams) => teams.create(team, by, event)],
  ["find", (_, teams) => teams.find("acc-1", "team_1")],
  ["list", (_, teams) => teams.list("acc-1", page)],
  ["rename", (_, teams) => teams.rename(team, by, event)],
  ["remove", (_, teams) => teams.remove(team, by, event)],
  ["members", (_, teams) => teams.members("acc-1", "team_1", page)],
  ["addMember", (_, teams) => teams.addMember(team, "usr_ada", by, event)],
  ["removeMember", (_, teams) => teams.removeMember(team, "usr_ada", by, event)],
  ["affiliate", (_, teams) => teams.affiliate(by, { projects: [] }, by, event)],
];

it.each(acts)("%s is an outage while DynamoDB cannot be reached, never an empty answer", async (_, act) => {
  const { clock } = memoryPorts({ now: NOW });
  const documents = signedDocumentsOf("http://127.0.0.1:9");
  const store = { documents, auditTable: "audit", auditSeal, directoryTable: "directory", clock };
  await expect(act(dynamoPermissions(store), dynamoTeams(store))).rejects.toMatchObject({
    ...{ name: "AuthError", code: "temporarily_unavailable" },
  });
});
