import { BatchWriteCommand, type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import {
  affiliationRowKey,
  grantedRowKey,
  grantRow,
  grantRowKey,
  teamMemberRowKey,
  teamRowKey,
} from "../../shared/adapters/dynamo/permission/permission-row-keys.js";
import { dynamoPermissions } from "../../shared/adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../../shared/adapters/dynamo/permission/teams.js";
import { accountRow, membershipRows, preparedRows } from "../../shared/adapters/dynamo/rows.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import type { Grant } from "../../shared/domain/permission/grant.js";
import { explainPermissions } from "../../shared/flows/permission/check-permission.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, startDynamo } from "../support/dynamo-server.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

/** A client that notes which calls are made, and how many keys each reads. */
const noted = (client: DynamoDBDocumentClient) => {
  const calls: [string, number][] = [];
  const send = (command: { constructor: { name: string }; input: object }) => {
    const { RequestItems = {} } = command.input as { RequestItems?: Record<string, { Keys?: unknown[] }> };
    const keys = Object.values(RequestItems).reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
    calls.push([command.constructor.name, keys]);
    return client.send(command as never);
  };
  return {
    calls,
    client: { send, middlewareStack: client.middlewareStack } as unknown as DynamoDBDocumentClient,
  };
};

type Groups = { readonly teams: readonly string[]; readonly groups: readonly string[] };
const IN_FEW: Groups = { teams: [], groups: ["finance"] };
const IN_MANY: Groups = {
  teams: Array.from({ length: 50 }, (_, number) => `team_${number}`),
  groups: Array.from({ length: 20 }, (_, number) => `group_${number}`),
};

const stage = async (
  grants: number,
  { teams, groups } = IN_FEW,
  granteeOf = (_: number) => "user:usr_ada",
) => {
  const { directory, audit } = await server.createTables();
  const put = (Item: object) =>
    server.client.send(new PutCommand({ TableName: directory, Item: Item as Record<string, unknown> }));
  for (const row of [
    accountRow(accountOf()),
    ...membershipRows(membershipOf({ role: "Viewer" })),
    ...preparedRows("legacy-42", profileOf({ groups })),
    ...(teams.length > 0 ? [{ ...affiliationRowKey("usr_ada", "acc-1"), teams: new Set(teams) }] : []),
    // The others were deleted.
    ...teams.slice(0, 1).map((teamId) => ({
      ...teamRowKey("acc-1", teamId),
      ...{ team_id: teamId, system_account_id: "acc-1", name: teamId },
    })),
  ])
    await put(row);
  const rows = Array.from({ length: grants }, (_, number) => number).flatMap((number) => {
    const grant: Grant = {
      ...{ systemAccountId: "acc-1", resource: `invoice/${number}`, grantee: granteeOf(number) },
      ...{ actions: ["write"], grantedBy: "usr_grace", grantedAt: NOW },
    };
    const keys = [grantRowKey, grantedRowKey].map((keyOf) => keyOf("acc-1", grant.resource, grant.grantee));
    return keys.map((key) => ({ ...key, ...grantRow(grant) }));
  });
  for (let start = 0; start < rows.length; start += 25) {
    const batch = rows.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await server.client.send(new BatchWriteCommand({ RequestItems: { [directory]: batch } }));
  }
  const ports = memoryPorts({ now: NOW });
  const { calls, client } = noted(server.client);
  const store = {
    documents: sdkDocuments(client),
    directoryTable: directory,
    auditTable: audit,
    auditSeal,
    clock: ports.clock,
  };
  return {
    calls,
    deps: { ...ports, permissions: dynamoPermissions(store) },
    teams: dynamoTeams(store),
    store,
  };
};

it("a check makes two reads by exact keys, for 1,000 grants as for one", async () => {
  const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
  const costOf = async (grants: number) => {
    const { calls, deps } = await stage(grants);
    const wanted = [{ resource: "invoice/0", action: "write" }];
    const [first] = (await explainPermissions(deps, ada, wanted)).explanations;
    expect(first?.decision).toMatchObject({ allowed: true, rule: "user_grant" });
    return calls;
  };
  const one = await costOf(1);
  expect(one).toEqual([
    ["BatchGetCommand", 4],
    ["BatchGetCommand", 4],
  ]);
  expect(await costOf(1000)).toEqual(one);
});

it("25 questions in one request also make two reads", async () => {
  const { calls, deps } = await stage(1);
  const wanted = Array.from({ length: 25 }, (_, number) => ({
    resource: `invoice/${number}`,
    action: "write",
  }));
  const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
  const { explanations } = await explainPermissions(deps, ada, wanted);
  expect(explanations.filter(({ decision }) => decision.allowed)).toHaveLength(1);
  expect(calls).toEqual([
    ["BatchGetCommand", 4],
    ["BatchGetCommand", 100],
  ]);
});

const queries = (number: number) => Array.from({ length: number }, () => ["QueryCommand", 0]);
const QUESTIONS = Array.from({ length: 25 }, (_, number) => ({
  resource: `invoice/${number}`,
  action: "write",
}));

it("25 questions of a user in 50 teams and 20 groups read only what the resources have", async () => {
  const { calls, deps } = await stage(25, IN_MANY, (number) => `group:group_${number}`);
  const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
  const { explanations } = await explainPermissions(deps, ada, QUESTIONS);
  expect(explanations.map(({ decision }) => decision.allowed)).toEqual(
    QUESTIONS.map((_, number) => number < 20),
  );
  // The member; the grants to the user, beside the grants of each resource.
  expect(calls).toEqual([["BatchGetCommand", 4], ["BatchGetCommand", 25], ...queries(25)]);
});

it("only the teams of the grants that were found are read, and a deleted one has no effect", async () => {
  const { calls, deps } = await stage(2, IN_MANY, (number) => `team:team_${number}`);
  const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
  const { explanations } = await explainPermissions(deps, ada, QUESTIONS);
  expect(explanations.filter(({ decision }) => decision.allowed)).toHaveLength(1);
  expect(calls).toEqual([
    ["BatchGetCommand", 4],
    ["BatchGetCommand", 25],
    ...queries(25),
    ["BatchGetCommand", 2],
  ]);
});

it("a member whom the deletion of their teams did not reach is not in too many teams", async () => {
  const { deps, teams } = await stage(1, IN_MANY);
  const team = { teamId: "team_new", systemAccountId: "acc-1", name: "New" };
  const eventOf = (type: "team.created" | "team.member_added") =>
    auditEvent(type, { subject: "account:acc-1", key: type, at: new Date(NOW) });
  const by = membershipOf({ role: "Viewer" });
  expect(await teams.create(team, by, eventOf("team.created"))).toBe("created");
  expect(await teams.addMember(team, "usr_ada", by, eventOf("team.member_added"))).toBe("added");
  const { affiliation } = await deps.permissions.member("usr_ada", "acc-1");
  expect(affiliation.teams).toEqual(["team_0", "team_new"]);
});

it("the deletion of a large team does not outlast its request", async () => {
  const { deps, teams, store } = await stage(1, IN_MANY);
  const team = { teamId: "team_0", systemAccountId: "acc-1", name: "team_0" };
  const members = Array.from({ length: 120 }, (_, number) => `usr_${String(number).padStart(3, "0")}`);
  for (const userId of members)
    await store.documents.put(store.directoryTable, {
      ...teamMemberRowKey("acc-1", "team_0", userId),
      user_id: userId,
    });
  // A page takes so long that a third one would end after the time for it.
  const now = () => {
    deps.clock.advance(1_300);
    return deps.clock.now();
  };
  const event = auditEvent("team.deleted", {
    subject: "account:acc-1",
    key: "team.deleted",
    at: new Date(NOW),
  });
  const slow = dynamoTeams({ ...store, clock: { now } });
  expect(await slow.remove(team, membershipOf({ role: "Viewer" }), event)).toBe("removed");
  const left = await Promise.all(
    members.map((userId) =>
      store.documents.get(store.directoryTable, teamMemberRowKey("acc-1", "team_0", userId)),
    ),
  );
  expect(left.filter((row) => row !== undefined)).toHaveLength(20);
  expect(await teams.find("acc-1", "team_0")).toBeUndefined();
});
