import { describe, expect, it } from "@jest/globals";
import { describeResource } from "../../../../shared/flows/permission/describe-resource.js";
import { grantPermission, revokePermission } from "../../../../shared/flows/permission/grant-permission.js";
import { actorOf, INVOICE, inputOf, NOW_SECONDS, outcomeOf, worldOf } from "./world.js";

const grace = () => actorOf("usr_grace");

describe("granting", () => {
  it("is recorded in the user's chain, with who did it, to what and until when", async () => {
    const world = worldOf();
    const grant = await grantPermission(world, grace(), inputOf({ expiresAtSeconds: NOW_SECONDS + 60 }));
    expect(grant).toMatchObject({ grantedBy: "usr_grace", actions: ["write"] });
    expect(world.audit.events).toMatchObject([
      {
        type: "permission.granted",
        subject: "user:usr_ada",
        details: {
          ...{ userId: "usr_ada", actorId: "usr_grace", systemAccountId: "acc-1", actions: "write" },
          ...{ resource: INVOICE, grantee: "user:usr_ada", expiresAt: "2025-01-01T00:01:00.000Z" },
        },
      },
    ]);
  });

  it("to a role is in the account's chain", async () => {
    const world = worldOf();
    await grantPermission(world, grace(), inputOf({ grantee: "role:Viewer" }));
    expect(world.audit.events[0]?.subject).toBe("account:acc-1");
  });

  it.each(["usr_ada", "usr_linus", "usr_none"])(
    "is not for %s, who is no admin of the resource",
    async (who) => {
      const world = worldOf();
      const code = await outcomeOf(grantPermission(world, actorOf(who), inputOf()));
      expect(["permission_required", "forbidden"]).toContain(code);
      expect(world.audit.events).toMatchObject([{ type: "access.denied" }]);
      expect((await world.permissions.grantsOn("acc-1", INVOICE, { limit: 10 })).items).toEqual([]);
    },
  );

  it("is allowed for the owner of the resource, and for users with admin on it", async () => {
    const world = worldOf();
    await describeResource(world, grace(), { resource: INVOICE, facts: { ownerId: "usr_linus" } });
    const admin = inputOf({ actions: ["admin"] });
    expect(await outcomeOf(grantPermission(world, actorOf("usr_linus"), admin))).toBe("done");
    const further = inputOf({ grantee: "role:Viewer" });
    expect(await outcomeOf(grantPermission(world, actorOf("usr_ada"), further))).toBe("done");
  });

  it("never lasts longer than the grantor's own permission", async () => {
    const world = worldOf();
    const until = NOW_SECONDS + 3600;
    await grantPermission(world, grace(), inputOf({ actions: ["admin"], expiresAtSeconds: until }));
    const give = (expiresAtSeconds?: number) =>
      outcomeOf(
        grantPermission(
          world,
          actorOf("usr_ada"),
          inputOf({ grantee: "user:usr_linus", ...(expiresAtSeconds && { expiresAtSeconds }) }),
        ),
      );
    expect([await give(), await give(until + 1), await give(until)]).toEqual([
      "permission_required",
      "permission_required",
      "done",
    ]);
    expect(world.audit.events.map(({ details }) => details.reason)).toContain("grant_outlives_own");
  });

  it.each([
    ["an action that the type does not know", inputOf({ actions: ["fly"] })],
    ["an end that has come", inputOf({ expiresAtSeconds: NOW_SECONDS })],
    ["a user who is not in the account", inputOf({ grantee: "user:usr_none" })],
    ["a team that is not there", inputOf({ grantee: "team:team_9" })],
    ["a role that the stage does not have", inputOf({ grantee: "role:Owner" })],
    ["a grantee of no kind", inputOf({ grantee: "usr_ada" })],
  ])("takes no %s", async (_, input) => {
    const world = worldOf();
    expect(await outcomeOf(grantPermission(world, grace(), input))).toBe("invalid_request");
    expect(world.audit.events).toEqual([]);
  });

  it("is a conflict if the grantor's membership keeps changing", async () => {
    const world = worldOf();
    const permissions = { ...world.permissions, grant: async () => "refused" as const };
    expect(await outcomeOf(grantPermission({ ...world, permissions }, grace(), inputOf()))).toBe("conflict");
  });
});

describe("revoking", () => {
  it("ends a grant, with its event; a second time there is nothing", async () => {
    const world = worldOf();
    await grantPermission(world, grace(), inputOf());
    expect(await outcomeOf(revokePermission(world, grace(), inputOf()))).toBe("done");
    expect(await outcomeOf(revokePermission(world, grace(), inputOf()))).toBe("not_found");
    expect(world.audit.events.map(({ type }) => type)).toEqual(["permission.granted", "permission.revoked"]);
  });

  it("is refused to a user with less than admin", async () => {
    const world = worldOf();
    await grantPermission(world, grace(), inputOf());
    expect(await outcomeOf(revokePermission(world, actorOf("usr_linus"), inputOf()))).toBe(
      "permission_required",
    );
  });
});

describe("what is known of a resource", () => {
  it("is set by its admins alone, and names only members as owners", async () => {
    const world = worldOf();
    const describing = (who: string, ownerId: string) =>
      outcomeOf(describeResource(world, actorOf(who), { resource: INVOICE, facts: { ownerId } }));
    expect([
      await describing("usr_ada", "usr_ada"),
      await describing("usr_linus", "usr_linus"),
      await describing("usr_grace", "usr_none"),
      await describing("usr_grace", "usr_ada"),
      await describing("usr_ada", "usr_linus"),
    ]).toEqual(["permission_required", "permission_required", "invalid_request", "done", "done"]);
    expect(await world.permissions.facts("acc-1", INVOICE)).toMatchObject({ ownerId: "usr_linus" });
  });
});
