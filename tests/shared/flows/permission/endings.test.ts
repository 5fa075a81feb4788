/** What ends, and what a right with an end can give. */
import { describe, expect, it } from "@jest/globals";
import { factsOfResource } from "../../../../shared/flows/permission/ask-permissions.js";
import { explainPermissions } from "../../../../shared/flows/permission/check-permission.js";
import { describeResource } from "../../../../shared/flows/permission/describe-resource.js";
import { grantPermission } from "../../../../shared/flows/permission/grant-permission.js";
import { affiliationOfMember } from "../../../../shared/flows/permission/read-teams.js";
import { actorOf, INVOICE, inputOf, NOW_SECONDS, outcomeOf, type World, worldOf } from "./world.js";

const grace = () => actorOf("usr_grace");
const mayAda = async (world: World) => {
  const wanted = [{ resource: INVOICE, action: "admin" }];
  const { explanations } = await explainPermissions(
    world,
    { userId: "usr_ada", systemAccountId: "acc-1" },
    wanted,
  );
  return explanations[0]?.decision;
};
const leftAndBack = (world: World, leftAt: string) => {
  const { members } = world.directory;
  const place = members.findIndex(({ userId }) => userId === "usr_ada");
  const held = members[place];
  if (held) members[place] = { ...held, leftAt };
};

describe("a user with admin that ends", () => {
  it.each([{ ownerId: "usr_ada" }, { department: "Finance" }, { project: "Apollo" }])(
    "cannot give %j, which has no end",
    async (facts) => {
      const world = worldOf();
      const hour = inputOf({ actions: ["admin"], expiresAtSeconds: NOW_SECONDS + 3600 });
      await grantPermission(world, grace(), hour);
      const describing = (wanted: object) =>
        outcomeOf(describeResource(world, actorOf("usr_ada"), { resource: INVOICE, facts: wanted }));
      expect(await describing(facts)).toBe("permission_required");
      expect(await world.permissions.facts("acc-1", INVOICE)).toEqual({});
      expect(world.audit.events.at(-1)).toMatchObject({
        type: "access.denied",
        details: { reason: "grant_outlives_own" },
      });
      expect(await describing({})).toBe("done");
      world.clock.advance(3_600_000);
      expect(await mayAda(world)).toEqual({ allowed: false, reason: "expired" });
    },
  );
});

describe("the owner of a resource", () => {
  it("owns it no longer after leaving and joining again, until named again", async () => {
    const world = worldOf();
    const named = { resource: INVOICE, facts: { ownerId: "usr_ada", department: "Finance" } };
    await describeResource(world, grace(), named);
    expect(await mayAda(world)).toEqual({ allowed: true, rule: "owner" });
    world.clock.advance(1000);
    leftAndBack(world, world.clock.now().toISOString());
    expect(await mayAda(world)).toEqual({ allowed: false, reason: "no_rule" });
    expect(await factsOfResource(world, grace(), INVOICE)).toEqual({ department: "Finance" });
    world.clock.advance(1000);
    await describeResource(world, grace(), named);
    expect(await mayAda(world)).toEqual({ allowed: true, rule: "owner" });
    expect(await factsOfResource(world, grace(), INVOICE)).toMatchObject({ ownerId: "usr_ada" });
  });

  it("that was stored without a time counts only for a member who never left", async () => {
    const world = worldOf();
    const { membership } = await world.directory.standing("usr_grace", "acc-1");
    if (membership === undefined) throw new Error("no Admin");
    const described = { systemAccountId: "acc-1", resource: INVOICE, facts: { ownerId: "usr_ada" } };
    const event = {
      id: "x",
      type: "resource.described",
      version: 1,
      subject: "account:acc-1",
      at: "",
      details: {},
    };
    await world.permissions.describe(described, membership, event as never);
    expect(await mayAda(world)).toMatchObject({ allowed: true });
    leftAndBack(world, world.clock.now().toISOString());
    expect(await mayAda(world)).toMatchObject({ allowed: false });
  });
});

describe("the affiliation of a member", () => {
  it("shows no deleted team", async () => {
    const world = worldOf();
    const dead = { teams: new Map([["team_dead", true]]) };
    const member = async (userId: string, systemAccountId: string) => {
      const read = await world.permissions.member(userId, systemAccountId);
      return { ...read, affiliation: { projects: [], teams: [...dead.teams.keys()] } };
    };
    const deps = { ...world, permissions: { ...world.permissions, member } };
    expect(await affiliationOfMember(deps, grace(), "usr_ada")).toEqual({ projects: [], teams: [] });
  });
});
