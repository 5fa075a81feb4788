import { expect, it } from "@jest/globals";
import {
  addToTeam,
  affiliateMember,
  createTeam,
  deleteTeam,
  removeFromTeam,
  renameTeam,
} from "../../../../shared/flows/permission/change-team.js";
import { explainPermissions } from "../../../../shared/flows/permission/check-permission.js";
import { describeResource } from "../../../../shared/flows/permission/describe-resource.js";
import { grantPermission } from "../../../../shared/flows/permission/grant-permission.js";
import { actorOf, INVOICE, inputOf, outcomeOf, type World, worldOf } from "./world.js";

const grace = () => actorOf("usr_grace");
const mayAda = async (world: World, action: string) => {
  const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
  const [first] = (await explainPermissions(world, ada, [{ resource: INVOICE, action }])).explanations;
  return first?.decision;
};

it("members have the permissions of their team from their joining until they leave", async () => {
  const world = worldOf();
  const { teamId } = await createTeam(world, grace(), "Night shift");
  await grantPermission(world, grace(), inputOf({ grantee: `team:${teamId}` }));
  expect((await mayAda(world, "write"))?.allowed).toBe(false);
  await addToTeam(world, grace(), { teamId, userId: "usr_ada" });
  expect(await mayAda(world, "write")).toEqual({
    allowed: true,
    rule: "team_grant",
    grantee: `team:${teamId}`,
  });
  await removeFromTeam(world, grace(), { teamId, userId: "usr_ada" });
  expect((await mayAda(world, "write"))?.allowed).toBe(false);
});

it("a deleted team gives no permissions", async () => {
  const world = worldOf();
  const { teamId } = await createTeam(world, grace(), "Night shift");
  await addToTeam(world, grace(), { teamId, userId: "usr_ada" });
  await grantPermission(world, grace(), inputOf({ grantee: `team:${teamId}` }));
  await deleteTeam(world, grace(), teamId);
  expect((await mayAda(world, "write"))?.allowed).toBe(false);
  expect(await outcomeOf(renameTeam(world, grace(), { teamId, name: "x" }))).toBe("not_found");
});

it("the department and project of a member give the permissions of the stage's patterns", async () => {
  const world = worldOf();
  const facts = { department: "Finance", project: "Apollo" };
  await describeResource(world, grace(), { resource: INVOICE, facts });
  await affiliateMember(world, grace(), { userId: "usr_ada", department: "Sales", projects: [] });
  expect((await mayAda(world, "write"))?.allowed).toBe(false);
  await affiliateMember(world, grace(), { userId: "usr_ada", projects: ["Gemini", "Apollo"] });
  expect(await mayAda(world, "write")).toMatchObject({ allowed: true, rule: "project" });
});

it.each<[string, (world: World, who: string) => Promise<unknown>]>([
  ["created", (world, who) => createTeam(world, actorOf(who), "x")],
  ["renamed", (world, who) => renameTeam(world, actorOf(who), { teamId: "team_9", name: "x" })],
  ["deleted", (world, who) => deleteTeam(world, actorOf(who), "team_9")],
  ["filled", (world, who) => addToTeam(world, actorOf(who), { teamId: "team_9", userId: "usr_ada" })],
  ["emptied", (world, who) => removeFromTeam(world, actorOf(who), { teamId: "team_9", userId: "usr_ada" })],
  ["left aside", (world, who) => affiliateMember(world, actorOf(who), { userId: "usr_ada", projects: [] })],
])("a team is %s by Admins alone, and a refusal is recorded", async (_, act) => {
  const world = worldOf();
  expect(await outcomeOf(act(world, "usr_linus"))).toBe("role_required");
  expect(world.audit.events).toMatchObject([
    { type: "access.denied", details: { reason: "role_too_low", userId: "usr_linus" } },
  ]);
});

it("each change of a team is one event, in the chain of the member or of the account", async () => {
  const world = worldOf();
  const { teamId } = await createTeam(world, grace(), "Night shift");
  await renameTeam(world, grace(), { teamId, name: "Day shift" });
  await addToTeam(world, grace(), { teamId, userId: "usr_ada" });
  await affiliateMember(world, grace(), { userId: "usr_ada", projects: ["Apollo"] });
  await removeFromTeam(world, grace(), { teamId, userId: "usr_ada" });
  await deleteTeam(world, grace(), teamId);
  expect(world.audit.events.map(({ type, subject }) => [type, subject])).toEqual([
    ["team.created", "account:acc-1"],
    ["team.renamed", "account:acc-1"],
    ["team.member_added", "user:usr_ada"],
    ["member.affiliated", "user:usr_ada"],
    ["team.member_removed", "user:usr_ada"],
    ["team.deleted", "account:acc-1"],
  ]);
});

it("only members of the account can join a team, and only a team of their account", async () => {
  const world = worldOf();
  const { teamId } = await createTeam(world, grace(), "Night shift");
  const elsewhere = actorOf("usr_grace", { systemAccountId: "acc-2" });
  expect(await outcomeOf(addToTeam(world, grace(), { teamId, userId: "usr_none" }))).toBe("not_found");
  expect(await outcomeOf(addToTeam(world, elsewhere, { teamId, userId: "usr_grace" }))).toBe("not_found");
  expect(await outcomeOf(removeFromTeam(world, grace(), { teamId, userId: "usr_ada" }))).toBe("conflict");
});
