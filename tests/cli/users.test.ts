import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  refusal,
  startWorld,
  type World,
} from "../../packages/local-aws/tests/user-pool/world.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf, membershipOf, profileOf } from "../support/users.js";

let pool: World;
let cli: CliWorld;
beforeAll(async () => {
  pool = await startWorld({
    pool: { Schema: [{ Name: "user_id", AttributeDataType: "String", Mutable: true }] },
  });
  cli = await startCliWorld(pool.running.url);
});
afterAll(async () => {
  await pool.close();
  await cli.close();
});

let users = 0;

/** A user who can sign in, with a profile. */
const givenUserWithProfile = async () => {
  users += 1;
  const userId = `usr_${users}`;
  const { email, username } = await givenUser(pool, { email: `user${users}@example.com` });
  // With e-mail addresses as sign-in names a user's name is their sub.
  await cli.put("directory", profileRow({ userId, email, sub: username }));
  return { userId, email, username };
};

const profileRow = (change: {
  userId: string;
  email: string;
  sub?: string;
  status?: "ACTIVE" | "UNCONFIRMED";
}) => {
  const { userId, email, sub, status } = profileOf({ sub: undefined, ...change });
  return { pk: `USER#${userId}`, sk: "PROFILE", user_id: userId, email, status, ...(sub && { sub }) };
};

const signsIn = (email: string) => refusal(attempt(pool, email));

it("shows a user by user id and by address, with memberships and the pool's user", async () => {
  const { userId, email, username } = await givenUserWithProfile();
  await cli.givenAccounts(accountOf());
  await cli.givenMemberships(membershipOf({ userId }));

  const byId = await cli.json("users", "show", "--user", userId);
  const byEmail = await cli.json("users", "show", "--email", email.toUpperCase());
  expect(byId).toEqual(byEmail);
  expect(byId).toMatchObject({
    code: 0,
    answer: {
      profiles: [
        {
          profile: { userId, status: "ACTIVE" },
          memberships: [{ systemAccountId: "acc-1", role: "Manager" }],
        },
      ],
      poolUsers: [{ username, email, status: "CONFIRMED", enabled: true, identities: [] }],
    },
  });
  const { out } = await cli.local("users", "show", "--user", userId);
  expect(out).toBe(
    `${userId}  ${email}  ACTIVE\n  account acc-1  Manager  ACTIVE\npool user ${username}  CONFIRMED`,
  );
});

it("lists a user's live sessions, and none after a suspension", async () => {
  const { userId } = await givenUserWithProfile();
  const now = Math.floor(Date.now() / 1000);
  const [started, until] = [now - 60, now + 60];
  await cli.put("guard", {
    ...{ pk: `SESSION#listed-${userId}`, session_of: userId, user_id: userId, sub: "sub-1", device: "d" },
    ...{ started_at: started, expires_at: until, version: 1, token_hash: "h", replaced: [] },
  });
  const lines = async () => (await cli.local("users", "show", "--user", userId)).out.split("\n");
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  expect(await lines()).toContain(`  session listed-${userId}  since ${at(started)}  until ${at(until)}`);
  await cli.json("users", "suspend", "--user", userId, "--reason", "x");
  expect((await lines()).filter((line) => line.includes("session"))).toEqual([]);
});

it("shows an address with characters of the filter language unchanged, and finds no other user by it", async () => {
  const { code, err } = await cli.local("users", "show", "--email", String.raw`"a\"@example.com`);
  expect([code, err]).toEqual([3, String.raw`there is no user "a\"@example.com`]);
});

it("suspends a user once: no sign-in, no session, one event with reason and operator", async () => {
  const { userId, email } = await givenUserWithProfile();
  process.env.OPERATOR = "ops@example.com";
  expect(await signsIn(email)).toBe("no error");
  const first = await cli.json("users", "suspend", "--user", userId, "--reason", "stolen laptop");
  const second = await cli.json("users", "suspend", "--user", userId, "--reason", "stolen laptop");

  expect([first.answer.outcome, second.answer.outcome]).toEqual(["changed", "unchanged"]);
  expect(await signsIn(email)).toMatch(/^NotAuthorizedException/);
  expect((await cli.directory.profile(userId))?.status).toBe("SUSPENDED");
  // Reinstated, the user signs in again: tokens from before stay refused.
  const { Item: ended } = await cli.client.send(
    new GetCommand({ TableName: cli.tables.guard, Key: { pk: `ENDED#USER#${userId}` } }),
  );
  expect(Number(ended?.before)).toBeGreaterThan(0);
  expect(await cli.events(userSubject(userId))).toMatchObject([
    { type: "user.suspended", details: { reason: "stolen laptop", operator: "ops@example.com", email } },
  ]);
});

it("suspends a legacy user whose first sign-in has not ended: the link keeps the suspension", async () => {
  const email = "new.legacy@example.com";
  const userId = "usr_new_legacy";
  const { username: sub } = await givenUser(pool, { email, attributes: { "custom:user_id": userId } });
  const identity = { legacyId: "legacy-new", userId, email };
  const event = (type: "migration.approved" | "migration.completed") =>
    auditEvent(type, { subject: userSubject(userId), key: sub, at: new Date() });
  await cli.directory.approveMigration({ ...identity, profileAtLink: true }, event("migration.approved"));
  const suspend = () => cli.json("users", "suspend", "--email", email, "--reason", "stolen password");
  expect([(await suspend()).answer.outcome, (await suspend()).answer.outcome]).toEqual([
    "changed",
    "unchanged",
  ]);
  expect(await signsIn(email)).toMatch(/^NotAuthorizedException/);
  await cli.directory.linkLegacy({ ...identity, sub }, event("migration.completed"));
  expect(await cli.directory.profile(userId)).toMatchObject({ ...identity, sub, status: "SUSPENDED" });
});

it("completes a suspension that stopped before it reached the pool", async () => {
  const { userId, email, username } = await givenUserWithProfile();
  await cli.put("directory", { ...profileRow({ userId, email, sub: username }), status: "SUSPENDED" });
  expect(await signsIn(email)).toBe("no error");
  await cli.json("users", "suspend", "--user", userId, "--reason", "again");
  expect(await signsIn(email)).toMatch(/^NotAuthorizedException/);
});

it("reinstates a user once, with one event", async () => {
  const { userId, email } = await givenUserWithProfile();
  await cli.json("users", "suspend", "--user", userId, "--reason", "x");
  const outcomes = [
    await cli.json("users", "reinstate", "--email", email, "--reason", "found again"),
    await cli.json("users", "reinstate", "--email", email, "--reason", "found again"),
  ].map(({ answer }) => answer.outcome);

  expect(outcomes).toEqual(["changed", "unchanged"]);
  expect(await signsIn(email)).toBe("no error");
  expect((await cli.directory.profile(userId))?.status).toBe("ACTIVE");
  expect((await cli.events(userSubject(userId))).map(({ type }) => type)).toEqual([
    "user.suspended",
    "user.reinstated",
  ]);
});

it("suspends and reinstates a user who has not signed in yet and is in no pool", async () => {
  const userId = "usr_waiting";
  await cli.put("directory", profileRow({ userId, email: "waiting@example.com" }));
  await cli.json("users", "suspend", "--email", "waiting@example.com", "--reason", "x");
  expect((await cli.directory.profile(userId))?.status).toBe("SUSPENDED");
  await cli.json("users", "reinstate", "--user", userId, "--reason", "x");
  expect((await cli.directory.profile(userId))?.status).toBe("ACTIVE");
});

it("distinguishes a user who was deleted in the pool from one who has not signed in yet", async () => {
  await cli.put("directory", profileRow({ userId: "usr_new", email: "new@example.com" }));
  const gone = { userId: "usr_gone", email: "gone@example.com", sub: "sub-gone" };
  await cli.put("directory", profileRow(gone));
  const shown = async (userId: string) => (await cli.local("users", "show", "--user", userId)).out;
  expect(await shown("usr_new")).toBe("usr_new  new@example.com  ACTIVE");
  expect(await shown("usr_gone")).toBe(
    "usr_gone  gone@example.com  ACTIVE\n  pool user sub-gone  deleted in the pool",
  );
});

it("suspends in the pool a migrated user with a sub that is not recorded yet", async () => {
  const userId = "usr_unlinked";
  const email = "unlinked@example.com";
  await givenUser(pool, { email, attributes: { "custom:user_id": userId } });
  await cli.put("directory", profileRow({ userId, email }));
  await cli.json("users", "suspend", "--user", userId, "--reason", "x");
  expect(await signsIn(email)).toMatch(/^NotAuthorizedException/);
});

it("refuses an address that has two users", async () => {
  await cli.put("directory", profileRow({ userId: "usr_twin1", email: "twin@example.com" }));
  await cli.put("directory", profileRow({ userId: "usr_twin2", email: "twin@example.com" }));
  const { code, err } = await cli.local("users", "suspend", "--email", "twin@example.com", "--reason", "x");
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/several users .*usr_twin1.*usr_twin2|usr_twin2.*usr_twin1/),
  ]);
  expect((await cli.directory.profile("usr_twin1"))?.status).toBe("ACTIVE");
});

it("reports in one line that a service is down, with exit code 1", async () => {
  const lost = await startCliWorld("http://127.0.0.1:9");
  await lost.put("directory", profileRow({ userId: "usr_x", email: "x@example.com", sub: "sub-x" }));
  const { code, err } = await lost.local("users", "show", "--user", "usr_x");
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^A service did not respond or rejected the call.*Try again\.$/),
  ]);
  await lost.close();
});
