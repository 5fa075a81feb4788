/** Conflicts of migrations, from the sign-in that meets one to the operator's decision and the next sign-in. */
import { AdminDeleteUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { givenUser, poolId, startWorld, type World } from "../../packages/local-aws/tests/user-pool/world.js";
import { hmacPseudonyms } from "../../shared/adapters/aws/secrets.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { Secret } from "../../shared/domain/secret.js";
import { migrateUser, type Proof } from "../../shared/flows/migration/migrate-user.js";
import { completeSignIn } from "../../shared/flows/sign-in/complete-sign-in.js";
import type { MemoryLegacyUser } from "../../shared/memory/legacy.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { PASSWORD } from "../support/users.js";

let pool: World;
let cli: CliWorld;
beforeAll(async () => {
  pool = await startWorld({
    pool: {
      Schema: ["user_id", "legacy_id"].map((Name) => ({ Name, AttributeDataType: "String", Mutable: true })),
    },
  });
  cli = await startCliWorld(pool.running.url);
});
afterAll(async () => {
  await pool.close();
  await cli.close();
});

const pseudonyms = hmacPseudonyms({ value: async () => new Secret("pseudonym-key") }, "pseudonyms");
let users = 0;
const newcomer = (change: Partial<MemoryLegacyUser> = {}): MemoryLegacyUser => {
  users += 1;
  return { id: `legacy-${users}`, email: `person${users}@example.com`, password: PASSWORD, ...change };
};

/** A sign-in, or a forgotten password, of a user that the pool does not know. */
const migrate = async (user: MemoryLegacyUser, kind: Proof["kind"] = "password") => {
  const ports = memoryPorts({ legacyUsers: [user] });
  const random = {
    ...ports.random,
    id: (prefix: string) => `${prefix}_${user.id}_${Math.abs(user.email.length)}`,
  };
  const deps = { ...ports, directory: cli.directory, audit: cli.audit, pseudonyms, random };
  const proof: Proof = kind === "none" ? { kind } : { kind, password: PASSWORD };
  return migrateUser(deps, { userPoolId: "pool-1", username: user.email, proof });
};
const userIdOf = async (legacyId: string) => (await cli.directory.legacyIdentity(legacyId))?.userId ?? "";
const settle = async (verb: string, legacyId: string, ...more: string[]) => {
  const { code, answer } = await cli.json(
    "legacy",
    verb,
    "--legacy-id",
    legacyId,
    "--reason",
    "told so",
    ...more,
  );
  return [code, answer.outcome];
};

describe("a list of conflicts", () => {
  it("contains each record and reason once, latest first, and can be limited to one address", async () => {
    const first = newcomer();
    const second = { ...newcomer(), email: first.email };
    const unproved = { ...newcomer(), emailVerified: false };
    await migrate(first);
    expect(await migrate(second)).toEqual({ kind: "refused" });
    expect(await migrate(second)).toEqual({ kind: "refused" });
    const deps = { ...memoryPorts({ legacyUsers: [unproved] }), audit: cli.audit, pseudonyms };
    await migrateUser(
      { ...deps, directory: cli.directory },
      { userPoolId: "pool-1", username: unproved.email, proof: { kind: "none" } },
    );
    const all = await cli.json("legacy", "conflicts");
    expect(all.answer.conflicts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ legacyId: second.id, reason: "address_taken", subjects: 1 }),
        expect.objectContaining({ legacyId: unproved.id, reason: "address_unproved" }),
      ]),
    );
    const ofAddress = await cli.local("legacy", "conflicts", "--email", first.email.toUpperCase());
    expect(ofAddress.out).toMatch(new RegExp(`^\\S+Z  ${second.id}  address_taken$`));
    expect((await cli.local("legacy", "conflicts", "--email", "nobody@example.com")).out).toBe(
      "nobody@example.com has no conflict",
    );
  });

  it("is explained for each record, with the possible actions", async () => {
    const first = newcomer();
    const moved = { ...first, email: newcomer().email };
    await migrate(first);
    await migrate(moved);
    const { out } = await cli.local("legacy", "explain", "--legacy-id", first.id);
    expect(out).toContain(`${first.id}  APPROVED  ${await userIdOf(first.id)}`);
    expect(out).toContain(`approved for ${first.email}, without a profile`);
    expect(out).toContain("readdress it, if it is the same user");
    expect((await cli.local("legacy", "explain", "--legacy-id", "nobody")).out).toBe(
      "no user has the legacy id nobody",
    );
  });
});

describe("an identity that is released", () => {
  it("lets the record migrate with the address that was taken, under a new user id", async () => {
    const wrong = newcomer();
    const right = { ...newcomer(), email: wrong.email };
    await migrate(wrong);
    const before = await userIdOf(wrong.id);
    expect(await migrate(right)).toEqual({ kind: "refused" });
    expect(await settle("release", wrong.id)).toEqual([0, "released"]);

    expect(await migrate(right)).toMatchObject({ kind: "migrated" });
    expect(await userIdOf(right.id)).not.toBe(before);
    expect(await cli.directory.legacyIdByAddress(wrong.email)).toBe(right.id);
    expect((await cli.directory.profile(before))?.legacyId).toBeUndefined();
    expect((await cli.events(userSubject(before))).at(-1)).toMatchObject({
      type: "migration.released",
      details: { legacyId: wrong.id, userId: before, reason: "told so", operator: expect.any(String) },
    });
  });

  it("also if its user left before the first sign-in ended, but not while the pool has that user", async () => {
    const user = newcomer();
    await migrate(user);
    const userId = await userIdOf(user.id);
    expect(await cli.directory.profile(userId)).toBeUndefined();
    const attributes = { "custom:user_id": userId };
    const { username } = await givenUser(pool, { email: user.email, attributes });
    expect(await settle("release", user.id)).toEqual([1, "pool_user_there"]);
    expect(await settle("readdress", user.id, "--email", newcomer().email)).toEqual([1, "pool_user_there"]);

    await pool.cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: username }));
    expect(await settle("release", user.id)).toEqual([0, "released"]);
    expect(await cli.directory.legacyIdentity(user.id)).toBeUndefined();
    expect(await cli.directory.profile(userId)).toBeUndefined();
  });

  it("restores the address of the record, also if the user changed the address since", async () => {
    const legacyUser = newcomer({ emailVerified: true });
    await migrate(legacyUser, "none");
    const userId = await userIdOf(legacyUser.id);
    const at = new Date();
    const event = auditEvent("user.email_changed", { subject: userSubject(userId), key: userId, at });
    const change = { userId, from: legacyUser.email, to: newcomer().email };
    expect(await cli.directory.changeAddress(change, event)).toBe("changed");
    expect(await settle("release", legacyUser.id)).toEqual([0, "released"]);
    expect(await cli.directory.legacyIdByAddress(legacyUser.email)).toBeUndefined();
  });

  it("can be approved again later, by its owner", async () => {
    const user = newcomer();
    await migrate(user);
    expect(await settle("release", user.id)).toEqual([0, "released"]);
    expect(await migrate(user)).toMatchObject({ kind: "migrated" });
    expect(await cli.directory.legacyIdentity(user.id)).toMatchObject({ state: "APPROVED" });
  });

  it("is never the identity of a user who can sign in", async () => {
    const legacyUser = newcomer();
    await migrate(legacyUser);
    const userId = await userIdOf(legacyUser.id);
    const { username } = await givenUser(pool, { email: legacyUser.email });
    const deps = { ...memoryPorts(), directory: cli.directory, audit: cli.audit };
    const user = {
      userPoolId: "pool-1",
      userName: username,
      sub: username,
      email: legacyUser.email,
      emailVerified: true,
    };
    await completeSignIn(deps, { ...user, legacyId: legacyUser.id, userId });

    expect(await settle("release", legacyUser.id)).toEqual([1, "pool_user_there"]);
    expect(await settle("readdress", legacyUser.id, "--email", "else@example.com")).toEqual([
      1,
      "pool_user_there",
    ]);
    expect(await cli.directory.legacyIdentity(legacyUser.id)).toMatchObject({ state: "LINKED", userId });
  });

  it("that does not exist cannot be released", async () => {
    expect(await settle("release", "nobody")).toEqual([3, "unknown"]);
    expect(await settle("readdress", "nobody", "--email", "else@example.com")).toEqual([3, "unknown"]);
  });
});

describe("an identity with another address", () => {
  it("is found by the next sign-in with it, under the same user id", async () => {
    const user = newcomer();
    const moved = { ...user, email: newcomer().email };
    await migrate(user);
    const userId = await userIdOf(user.id);
    expect(await migrate(moved)).toEqual({ kind: "refused" });
    expect(await settle("readdress", user.id, "--email", moved.email)).toEqual([0, "readdressed"]);

    expect(await migrate(moved)).toMatchObject({
      kind: "migrated",
      attributes: { email: moved.email, "custom:user_id": userId },
    });
    expect(await cli.directory.legacyIdByAddress(user.email)).toBeUndefined();
    expect((await cli.events(userSubject(userId))).at(-1)).toMatchObject({ type: "migration.readdressed" });
  });

  it("cannot get the address of another record or of a user of the pool", async () => {
    const [one, other] = [newcomer(), newcomer()];
    await migrate(one);
    await migrate(other);
    expect(await settle("readdress", one.id, "--email", other.email)).toEqual([1, "address_taken"]);
    const { email } = await givenUser(pool, { email: newcomer().email });
    expect(await settle("readdress", one.id, "--email", email)).toEqual([1, "pool_user_there"]);
    expect(await cli.directory.legacyIdByAddress(one.email)).toBe(one.id);
  });

  it("cannot get the address of a user whom the pool deleted, or of an erased user", async () => {
    const [one, ended, erased] = [newcomer(), newcomer(), newcomer()];
    await migrate(one);
    for (const { id, email } of [ended, erased])
      await cli.put("directory", {
        ...{ pk: `USER#usr_${id}`, sk: "PROFILE", user_id: `usr_${id}`, status: "SUSPENDED", email },
        ...{ sub: `sub-${id}`, subs: new Set([`sub-${id}`]) },
      });
    const erase = ["users", "erase", "--user", `usr_${erased.id}`, "--reason", "request 19"];
    expect((await cli.json(...erase)).code).toBe(0);
    expect(await settle("readdress", one.id, "--email", ended.email)).toEqual([1, "address_taken"]);
    expect(await settle("readdress", one.id, "--email", erased.email)).toEqual([1, "erased"]);
    expect(await cli.directory.legacyIdByAddress(one.email)).toBe(one.id);
  });
});

describe("an identity that the directory lost", () => {
  const repair = (legacyId: string, userId: string, email: string) =>
    settle("repair", legacyId, "--user", userId, "--email", email);

  const givenPoolUser = (legacyId: string, userId: string, email: string, verified = "true") =>
    givenUser(pool, {
      email,
      attributes: { email_verified: verified, "custom:user_id": userId, "custom:legacy_id": legacyId },
    });

  it("is restored once, and the event names the operator", async () => {
    const { id, email } = newcomer();
    await givenPoolUser(id, "usr_lost", email);
    expect(await repair(id, "usr_lost", email)).toEqual([0, "repaired"]);
    expect(await repair(id, "usr_lost", email)).toEqual([0, "there"]);
    expect(await cli.directory.legacyIdentity(id)).toMatchObject({ state: "APPROVED", userId: "usr_lost" });
    expect(await cli.events(userSubject("usr_lost"))).toMatchObject([
      {
        type: "migration.repaired",
        details: { legacyId: id, reason: "told so", operator: expect.any(String) },
      },
    ]);
  });

  it("does not replace another user's identity, nor take the address of another record", async () => {
    const [one, other] = [newcomer(), newcomer()];
    await migrate(one);
    expect(await repair(one.id, "usr_else", one.email)).toEqual([1, "taken"]);
    expect(await repair(other.id, "usr_else", one.email)).toEqual([1, "address_taken"]);
  });

  it("does not give a user's profile to a stranger: the pool user has this user id, legacy id and address", async () => {
    const [owner, stranger, unproved] = [newcomer(), newcomer(), newcomer()];
    await givenPoolUser(owner.id, "usr_owner", owner.email);
    await givenUser(pool, { email: stranger.email });
    await givenPoolUser(unproved.id, "usr_unproved", unproved.email, "false");
    for (const [legacyId, userId, email] of [
      [owner.id, "usr_owner", stranger.email],
      [owner.id, "usr_owner", "nobody@example.com"],
      [stranger.id, "usr_owner", owner.email],
      [owner.id, "usr_else", owner.email],
      [unproved.id, "usr_unproved", unproved.email],
    ] as const)
      expect(await repair(legacyId, userId, email)).toEqual([1, "not_in_pool"]);
    expect(await cli.directory.legacyIdByAddress(stranger.email)).toBeUndefined();
    expect(await cli.directory.profile("usr_owner")).toBeUndefined();
    expect(await cli.events(userSubject("usr_owner"))).toEqual([]);
  });

  it("does not replace the other legacy id that the user's profile has", async () => {
    const one = newcomer();
    await migrate(one);
    const userId = await userIdOf(one.id);
    const linked = auditEvent("migration.completed", {
      subject: userSubject(userId),
      key: "k",
      at: new Date(),
    });
    await cli.directory.linkLegacy(
      { legacyId: one.id, userId, sub: `sub-${one.id}`, email: one.email },
      linked,
    );
    const lost = newcomer();
    await givenPoolUser(lost.id, userId, lost.email);
    expect(await repair(lost.id, userId, lost.email)).toEqual([1, "other_legacy_id"]);
    expect(await cli.directory.profile(userId)).toMatchObject({ legacyId: one.id, email: one.email });
  });
});

describe("a row of the audit table that the stage did not write", () => {
  it("is not shown as a conflict, and is counted as left out", async () => {
    const { id } = newcomer();
    const forged = (key: string) => {
      const details = { legacyId: id, reason: "address_taken" };
      const event = auditEvent("migration.conflict", {
        subject: "pseudonym:x",
        key,
        at: new Date(),
        details,
      });
      const { id: eventId, at } = event;
      return {
        ...{ pk: `EVENT#${eventId}`, sk: "EVENT", event: JSON.stringify(event) },
        ...{ recorded_at: at, mac: "Zm9yZ2Vk" },
      };
    };
    const { mac: _, ...withoutMac } = forged("without a MAC");
    // A copy of a row of ours, under another key.
    const first = newcomer();
    await migrate(first);
    await migrate({ ...newcomer(), email: first.email });
    const ours = (await cli.rows("audit")).find(({ event }) =>
      String(event).includes('"type":"migration.conflict"'),
    );
    const before = await cli.json("legacy", "conflicts");
    await cli.put(
      "audit",
      { ...forged("waiting"), outbox: "WAITING" },
      { ...forged("set aside"), set_aside: "wrong_mac" },
      { ...withoutMac, set_aside: "no_mac" },
      { ...ours, pk: "EVENT#copy", sk: "EVENT" },
    );

    const after = await cli.json("legacy", "conflicts");
    expect([before.answer.forgedRows, after.answer.forgedRows]).toEqual([0, 4]);
    expect(after.answer.conflicts).toEqual(before.answer.conflicts);
    const { out } = await cli.local("legacy", "explain", "--legacy-id", id);
    expect(out).toMatch(`no user has the legacy id ${id}\nleft out: 4 rows that this stage did not write`);
    expect((await cli.local("legacy", "conflicts", "--email", "nobody@example.com")).out).toMatch(
      /^nobody@example\.com has no conflict\nleft out: 4 rows/,
    );
  });
});

it.each([
  [["release", "--legacy-id", "x"], "--reason is missing"],
  [["release", "--reason", "x"], "--legacy-id is missing"],
  [["readdress", "--legacy-id", "x", "--reason", "x"], "--email is missing"],
  [["repair", "--legacy-id", "x", "--reason", "x", "--email", "a@b.co"], "--user is missing"],
])("legacy %p is a usage error: %s", async (args, words) => {
  const { code, err } = await cli.local("legacy", ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(words)]);
});
