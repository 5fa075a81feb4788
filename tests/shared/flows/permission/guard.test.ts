import { describe, expect, it } from "@jest/globals";
import type { Actor } from "../../../../shared/domain/actor.js";
import { explainPermissions } from "../../../../shared/flows/permission/check-permission.js";
import { grantPermission } from "../../../../shared/flows/permission/grant-permission.js";
import { requirePermission } from "../../../../shared/flows/permission/require-permission.js";
import type { MemorySeed } from "../../../../shared/memory/ports.js";
import { accountOf, membershipOf, profileOf } from "../../../support/users.js";
import { actorOf, INVOICE, inputOf, outcomeOf, type World, worldOf } from "./world.js";

const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
const decisionsOf = async (world: World, actions: readonly string[], resource = INVOICE) => {
  const wanted = actions.map((action) => ({ resource, action }));
  return (await explainPermissions(world, ada, wanted)).explanations.map(({ decision }) => decision);
};
const guarded = async (world: World, actor: Actor, action: string) => {
  const code = await outcomeOf(requirePermission(world, actor, { resource: INVOICE, action }));
  const [event] = world.audit.events.slice(-1);
  return [code, event?.type, event?.details.reason];
};

describe("a check", () => {
  it("answers each question in its order, with the rule", async () => {
    const world = worldOf();
    await grantPermission(world, actorOf("usr_grace"), inputOf({ actions: ["approve"] }));
    expect(await decisionsOf(world, ["write", "read", "approve", "fly"])).toEqual([
      { allowed: false, reason: "no_rule" },
      { allowed: true, rule: "role_default", grantee: undefined },
      { allowed: true, rule: "user_grant", grantee: "user:usr_ada" },
      { allowed: false, reason: "action_unknown" },
    ]);
  });

  it("sees a grant at once, and its end at that second", async () => {
    const world = worldOf();
    const expiresAtSeconds = world.clock.now().getTime() / 1000 + 60;
    await grantPermission(world, actorOf("usr_grace"), inputOf({ expiresAtSeconds }));
    const [before] = await decisionsOf(world, ["write"]);
    world.clock.advance(59_999);
    const [last] = await decisionsOf(world, ["write"]);
    world.clock.advance(1);
    const [after] = await decisionsOf(world, ["write"]);
    expect([before?.allowed, last?.allowed, after]).toEqual([
      true,
      true,
      { allowed: false, reason: "expired" },
    ]);
  });

  it("knows nothing of another account's grants, even for the same resource and user", async () => {
    const world = worldOf();
    await grantPermission(
      world,
      actorOf("usr_grace", { systemAccountId: "acc-2" }),
      inputOf({ grantee: "role:Viewer" }),
    );
    expect(await decisionsOf(world, ["write"])).toEqual([{ allowed: false, reason: "no_rule" }]);
  });

  it("is an outage while the directory cannot be read, and no answer", async () => {
    const world = worldOf();
    world.directory.broken = true;
    await expect(decisionsOf(world, ["read"])).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });
});

describe("a guard", () => {
  it("admits a permitted user, and returns the reason of the decision", async () => {
    const world = worldOf();
    const permitted = await requirePermission(world, actorOf("usr_linus"), {
      resource: INVOICE,
      action: "write",
    });
    expect(permitted.by).toEqual(membershipOf({ userId: "usr_linus", role: "Manager" }));
    expect(world.audit.events).toEqual([]);
  });

  it("records a refusal with its reason, the resource and the action", async () => {
    const world = worldOf();
    expect(await guarded(world, actorOf("usr_ada"), "write")).toEqual([
      "permission_required",
      "access.denied",
      "no_rule",
    ]);
    expect(world.audit.events[0]?.details).toMatchObject({
      ...{ resource: INVOICE, actions: "write", userId: "usr_ada", systemAccountId: "acc-1" },
    });
  });

  it.each<[string, MemorySeed]>([
    ["not_a_member", { memberships: [] }],
    ["membership_inactive", { memberships: [membershipOf({ status: "SUSPENDED" })] }],
    ["account_inactive", { accounts: [accountOf({ status: "SUSPENDED" })] }],
    ["user_inactive", { profiles: [profileOf({ status: "SUSPENDED" })] }],
    ["user_unknown", { profiles: [] }],
  ])("refuses a user without access, without further details: %s", async (reason, seed) => {
    expect(await guarded(worldOf(seed), actorOf("usr_ada"), "read")).toEqual([
      "forbidden",
      "access.denied",
      reason,
    ]);
  });

  it("is shut to API keys and without an account", async () => {
    const key: Actor = { ...actorOf("usr_ada"), credential: "api_key", keyId: "key-1" };
    const nowhere = actorOf("usr_ada", { systemAccountId: undefined });
    expect((await guarded(worldOf(), key, "read"))[2]).toBe("credential");
    expect((await guarded(worldOf(), nowhere, "read"))[2]).toBe("account_missing");
  });

  it.each([
    [["account/read"], "read", "done"],
    [["account/read"], "write", "forbidden"],
    [["account/read"], "approve", "forbidden"],
    [["account/write"], "read", "done"],
    [["account/write"], "approve", "done"],
    [["account/write"], "admin", "forbidden"],
    [["account/admin"], "approve", "done"],
    [["openid"], "read", "forbidden"],
    [[], "read", "forbidden"],
  ])("with scopes %j lets another client's token do %s: %s", async (scopes, action, code) => {
    expect((await guarded(worldOf(), actorOf("usr_grace", { scopes }), action))[0]).toBe(code);
  });
});
