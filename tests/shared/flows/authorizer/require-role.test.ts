import { describe, expect, it } from "@jest/globals";
import type { Actor, UserActor } from "../../../../shared/domain/actor.js";
import { callerFrom } from "../../../../shared/domain/caller.js";
import { requireMember, requireRole } from "../../../../shared/flows/authorizer/require-role.js";
import { type MemorySeed, memoryPorts } from "../../../../shared/memory/ports.js";
import { accountOf, membershipOf, profileOf, SUB } from "../../../support/users.js";

const user: UserActor = {
  credential: "token",
  ...{ userId: "usr_ada", sub: SUB, sessionId: "session-1", username: "ada", email: "ada@example.com" },
  ...{ systemAccountId: "acc-1", visibleAccountId: "A-1001", cellId: "cell-7" },
  role: "Admin",
  scopes: ["aws.cognito.signin.user.admin"],
  caller: callerFrom({ requestId: "request-1", sourceIp: "203.0.113.10" }),
  route: "PATCH /api/accounts/{account_id}",
};
const member: MemorySeed = {
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf({ role: "Manager" })],
};
const denial = async (seed: MemorySeed, actor: Actor, wanted: "Admin" | "Manager" | "Viewer") => {
  const ports = memoryPorts({ ...member, ...seed });
  const code = await requireRole(ports, actor, wanted).then(
    () => "admitted",
    (error: { code: string }) => error.code,
  );
  return [code, ports.audit.events[0]?.type, ports.audit.events[0]?.details.reason];
};

describe("a role that is needed", () => {
  it.each(["Manager", "Viewer"] as const)(
    "is granted to a user who has it or a higher one: %s",
    async (wanted) => {
      const held = await requireRole(memoryPorts(member), user, wanted);
      expect(held.standing.membership).toMatchObject({ userId: "usr_ada", role: "Manager" });
    },
  );

  it("is asked of the directory, not of what the authorizer read", async () => {
    expect(await denial({}, user, "Admin")).toEqual(["role_required", "access.denied", "role_too_low"]);
  });

  it.each([
    ["not_a_member", { memberships: [] }],
    ["membership_inactive", { memberships: [membershipOf({ status: "SUSPENDED" })] }],
    ["account_inactive", { accounts: [accountOf({ status: "CLOSED" })] }],
    ["user_inactive", { profiles: [profileOf({ status: "SUSPENDED" })] }],
    ["user_unknown", { profiles: [] }],
  ])("is refused to a user who lost access meanwhile: %s", async (reason, seed) => {
    expect(await denial(seed, user, "Viewer")).toEqual(["forbidden", "access.denied", reason]);
  });

  it("is refused to an API key", async () => {
    const key: Actor = { ...user, credential: "api_key", keyId: "key-1" };
    expect(await denial({}, key, "Viewer")).toEqual(["forbidden", "access.denied", "credential"]);
  });

  it("is refused without an account", async () => {
    const nowhere = { ...user, systemAccountId: undefined };
    expect(await denial({}, nowhere, "Viewer")).toEqual(["forbidden", "access.denied", "account_missing"]);
  });

  it.each([
    [["account/read"], "Viewer", "admitted"],
    [["account/read"], "Manager", "forbidden"],
    [["openid", "account/write"], "Manager", "admitted"],
    [["openid"], "Viewer", "forbidden"],
    [[], "Viewer", "forbidden"],
  ] as const)("needs its scope of another client's token: %j for %s is %s", async (scopes, wanted, code) => {
    expect((await denial({}, { ...user, scopes }, wanted))[0]).toBe(code);
  });

  it("is neither admitted nor denied while the directory cannot be read", async () => {
    const ports = memoryPorts(member);
    ports.directory.broken = true;
    await expect(requireRole(ports, user, "Viewer")).rejects.toMatchObject({
      code: "temporarily_unavailable",
    });
    expect(ports.audit.events).toEqual([]);
  });

  it("is not checked where members of every role may act", async () => {
    const viewer = { ...member, memberships: [membershipOf({ role: "Viewer" })] };
    expect((await requireMember(memoryPorts(viewer), user)).standing.membership.role).toBe("Viewer");
  });
});
