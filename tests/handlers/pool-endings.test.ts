import { beforeEach, describe, expect, it } from "@jest/globals";
import { poolEndings } from "../../handlers/pool-endings.js";
import type { UserProfile } from "../../shared/domain/account.js";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import type { PoolUser } from "../../shared/domain/pool-user.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import { apiKeyOf } from "../support/api-keys.js";
import { interrupted } from "../support/interrupted-ports.js";
import { POOL, trailEvent } from "../support/trail-events.js";
import { accountOf, grace, membershipOf, NOW, profileOf, SUB } from "../support/users.js";

const poolUser = (change: Partial<PoolUser> = {}): PoolUser => ({
  username: SUB,
  sub: SUB,
  email: "ada@example.com",
  userId: "usr_ada",
  status: "CONFIRMED",
  enabled: true,
  emailVerified: true,
  identities: [],
  ...change,
});
const owner = membershipOf({ role: "Admin", owner: true });

let ports: MemoryPorts;
const run = (event: unknown, with_: MemoryPorts = ports) => poolEndings({ ...with_, ownPool: POOL })(event);
const deleted = trailEvent("DeleteUser", SUB);
const disabled = trailEvent("AdminDisableUser", SUB);
const statusOf = (userId = "usr_ada") => ports.directory.profiles.get(userId)?.status;
const events = () => ports.audit.events.map(({ type, details }) => [type, details.reason]);
const inThePool = (...users: PoolUser[]) => {
  ports.poolDirectory.users.clear();
  for (const user of users) ports.poolDirectory.users.set(user.username, user);
};
const change = (profile: Partial<UserProfile>) =>
  ports.directory.profiles.set("usr_ada", {
    ...(ports.directory.profiles.get("usr_ada") ?? profileOf()),
    ...profile,
  });
const invited = async (email: string, invitedBy: string) => {
  const at = ports.clock.now();
  const expiresAtSeconds = at.getTime() / 1000 + 1000;
  const names = { invitationId: `inv_${email}`, systemAccountId: "acc-1", email, invitedBy };
  await ports.invitations.create(
    { ...names, role: "Viewer", status: "PENDING", expiresAtSeconds },
    { tokenHash: `hash of ${email}`, by: undefined },
    auditEvent("membership.invited", { subject: "pseudonym:p", key: names.invitationId, at }),
  );
  ports.audit.events.pop();
};

const graceKey = apiKeyOf({ keyId: "graceKey00000000", current: { digest: "d", issuedBy: grace.userId } });
const world = () =>
  memoryPorts({
    now: NOW,
    profiles: [profileOf(), grace],
    accounts: [accountOf()],
    memberships: [owner, membershipOf({ userId: grace.userId })],
    apiKeys: [apiKeyOf(), graceKey],
  });
beforeEach(() => {
  ports = world();
});

describe("a user whom the pool deleted", () => {
  it("is suspended, with sessions, own keys and invitations, and the account without an owner is named", async () => {
    await invited("new@example.com", "usr_ada");
    await invited("ada@example.com", grace.userId);
    await invited("kept@example.com", grace.userId);

    expect(await run(deleted)).toEqual({ outcome: "ended" });
    expect(statusOf()).toBe("SUSPENDED");
    expect(events()).toEqual([
      ["user.suspended", "deleted_in_pool"],
      ["membership.invitation_revoked", "user_ended"],
      ["apikey.revoked", "user_ended"],
      ["membership.invitation_revoked", "user_ended"],
      ["account.ownerless", undefined],
    ]);
    const began = Date.parse(NOW) / 1000 - 10;
    expect(ports.sessions.isEnded("usr_ada", { sessionId: "s", authenticatedAtSeconds: began })).toBe(true);
    expect([...ports.apiKeys.rows.values()].map(({ status }) => status)).toEqual(["REVOKED", "ACTIVE"]);
    expect(await ports.invitations.openFor("kept@example.com")).toHaveLength(1);
    expect(ports.metrics.counted).toEqual(["pool_user_ended", "account_without_owner"]);
    expect(ports.directory.profiles.get("usr_ada")?.ending).toEqual({ at: NOW, complete: true });
  });

  it("ends once, however often the report comes", async () => {
    await run(deleted);
    const once = events();
    ports.clock.advance(60_000);
    expect(await run(deleted)).toEqual({ outcome: "kept" });
    expect(await run(trailEvent("AdminDeleteUser", SUB))).toEqual({ outcome: "kept" });
    expect(events()).toEqual(once);
  });

  it("leaves an account that has another living owner", async () => {
    const other = membershipOf({ userId: grace.userId, role: "Admin", owner: true });
    ports.directory.members.splice(1, 1, other);
    await run(deleted);
    expect(ports.metrics.counted).toEqual(["pool_user_ended"]);
  });

  it("leaves an account without a living owner if the other owner is suspended", async () => {
    const other = membershipOf({ userId: grace.userId, role: "Admin", owner: true });
    ports.directory.members.splice(1, 1, other);
    ports.directory.profiles.set(grace.userId, { ...grace, status: "SUSPENDED" });
    await run(deleted);
    expect(ports.metrics.counted).toContain("account_without_owner");
  });

  it("stays while another of the user's pool users is enabled, and the tokens of the deleted one end", async () => {
    ports.directory.profiles.set("usr_ada", profileOf({ sub: "sub-of-google" }));
    inThePool(poolUser({ username: "Google_1", sub: "sub-of-google" }));
    expect(await run(deleted)).toEqual({ outcome: "kept" });
    expect(statusOf()).toBe("ACTIVE");
    const began = Date.parse(NOW) / 1000 - 10;
    const session = { sessionId: "s", authenticatedAtSeconds: began };
    expect(ports.sessions.isEnded("usr_ada", { ...session, sub: SUB })).toBe(true);
    expect(ports.sessions.isEnded("usr_ada", { ...session, sub: "sub-of-google" })).toBe(false);
  });

  it("stays reinstated if the report comes after an operator reinstated the user without the pool user", async () => {
    change({ missingSubs: [SUB] });
    expect(await run(deleted)).toEqual({ outcome: "kept" });
    expect(statusOf()).toBe("ACTIVE");
  });

  it("ends again if the pool deletes the pool user that came after the reinstatement", async () => {
    change({ missingSubs: ["an-earlier-sub"] });
    expect(await run(deleted)).toEqual({ outcome: "ended" });
  });

  it("is ended although an operator suspended the user before, so that keys stay revoked", async () => {
    change({ status: "SUSPENDED" });
    expect(await run(deleted)).toEqual({ outcome: "ended" });
    expect(ports.apiKeys.rows.get(apiKeyOf().keyId)?.status).toBe("REVOKED");
  });

  it("is left to the merge if the profile is a merged duplicate", async () => {
    change({ status: "SUSPENDED", mergedInto: grace.userId });
    expect(await run(deleted)).toEqual({ outcome: "kept" });
    expect(events()).toEqual([]);
  });
});

describe("a user whom an operator disabled at the pool", () => {
  it("is suspended", async () => {
    inThePool(poolUser({ enabled: false }));
    expect(await run(disabled)).toEqual({ outcome: "ended" });
    expect(events()).toContainEqual(["user.suspended", "disabled_in_pool"]);
  });

  it("stays if the report comes after the pool user was enabled again", async () => {
    inThePool(poolUser());
    expect(await run(disabled)).toEqual({ outcome: "kept" });
    expect(events()).toEqual([]);
  });

  it("keeps keys and invitations if `users suspend` disabled the pool user", async () => {
    change({ status: "SUSPENDED" });
    inThePool(poolUser({ enabled: false }));
    expect(await run(disabled)).toEqual({ outcome: "kept" });
    expect(ports.apiKeys.rows.get(apiKeyOf().keyId)?.status).toBe("ACTIVE");
  });
});

describe("a report", () => {
  it.each([
    [
      "about another pool",
      trailEvent("AdminDeleteUser", SUB, { requestParameters: { userPoolId: "us-east-1_Other0001" } }),
      "other_pool",
    ],
    ["of a refused call", trailEvent("AdminDeleteUser", SUB, { errorCode: "AccessDenied" }), "ignored"],
    ["of another call", trailEvent("AdminEnableUser", SUB), "ignored"],
    ["about a user whom the directory does not know", trailEvent("DeleteUser", "another-sub"), "unknown"],
  ])("%s changes nothing", async (_, event, outcome) => {
    expect(await run(event)).toEqual({ outcome });
    expect(statusOf()).toBe("ACTIVE");
    expect(events()).toEqual([]);
  });

  it.each([
    ["names no user", trailEvent("DeleteUser", undefined)],
    ["has another form", { detail: { eventName: 5 } }],
    ["is no object", "event"],
  ])("that %s fails, so that it reaches the queue of failures", async (_, event) => {
    await expect(run(event)).rejects.toThrow("invalid_request");
    expect(ports.metrics.counted).toEqual(["pool_ending_failed"]);
  });

  it("fails while the pool or the directory is unavailable, and ends the user when it is repeated", async () => {
    ports.poolDirectory.broken = true;
    await expect(run(deleted)).rejects.toThrow("temporarily_unavailable");
    expect(statusOf()).toBe("ACTIVE");
    ports.poolDirectory.broken = false;
    expect(await run(deleted)).toEqual({ outcome: "ended" });
  });

  it("completes an interrupted run, whatever call was the last", async () => {
    await invited("new@example.com", "usr_ada");
    const whole = interrupted(ports, 0);
    await run(deleted, whole.ports);
    const complete = [events().toSorted(), ports.directory.profiles.get("usr_ada")?.ending?.complete];
    for (let last = 1; last <= whole.calls(); last += 1) {
      ports = world();
      await invited("new@example.com", "usr_ada");
      const part = interrupted(ports, last);
      await Promise.race([part.reached, run(deleted, part.ports)]);
      await run(deleted);
      const { ending } = ports.directory.profiles.get("usr_ada") ?? profileOf();
      expect([events().toSorted(), ending?.complete]).toEqual(complete);
    }
    expect(whole.calls()).toBeGreaterThan(10);
  });

  it("reaches the log without an address or a user id", async () => {
    await run(deleted);
    expect(ports.logger.dump()).not.toMatch(/usr_ada|ada@example|7d3c1f0a/);
  });
});
