import { SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  givenUser,
  publicId,
  startWorld,
  type World,
} from "../../packages/local-aws/tests/user-pool/world.js";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { PASSWORD } from "../support/users.js";

const DAY_MS = 24 * 60 * 60 * 1000;
let pool: World;
let cli: CliWorld;
beforeAll(async () => {
  pool = await startWorld();
  cli = await startCliWorld(pool.running.url);
});
afterAll(async () => {
  await pool.close();
  await cli.close();
});

let userCount = 0;
/** A user who signed up so many days ago and never confirmed; with a profile unless its status is left out. */
const givenSignUp = async (days: number, profile?: { status: string; membership_count?: number }) => {
  userCount += 1;
  const email = `waiting${userCount}@example.com`;
  pool.clock.forward(-days * DAY_MS);
  const command = new SignUpCommand({
    ClientId: publicId,
    Username: email,
    Password: PASSWORD,
    UserAttributes: [{ Name: "email", Value: email }],
  });
  const { UserSub: sub = "" } = await pool.cognito.send(command);
  pool.clock.forward(days * DAY_MS);
  const userId = `usr_waiting${userCount}`;
  if (profile !== undefined)
    await cli.put(
      "directory",
      { pk: `USER#${userId}`, sk: "PROFILE", user_id: userId, email, sub, ...profile },
      { pk: `SUB#${sub}`, sk: "IDENTITY", user_id: userId, sub },
      { pk: `USER#${userId}`, sk: `POOLUSER#${sub}`, user_id: userId, sub },
    );
  return { email, sub, userId };
};
const unconfirmed = { status: "UNCONFIRMED" };
/** What became of each of them; undefined of who is not listed. */
const outcomes = async (all: readonly { email: string }[], ...options: string[]) => {
  const users = await expire(...options);
  return all.map(({ email }) => users.find((user) => user.email === email)?.outcome);
};
const expire = async (...options: string[]) =>
  (await cli.json("users", "expire", ...options)).answer.users as { email: string; outcome: string }[];
const isInPool = async (email: string) =>
  (await cli.local("identities", "list", "--email", email)).out.includes("UNCONFIRMED");

describe("sign-ups that were never confirmed", () => {
  it("are listed when they are old enough, without any change", async () => {
    const [old, fresh] = [await givenSignUp(8, unconfirmed), await givenSignUp(6, unconfirmed)];
    expect(await outcomes([old, fresh])).toEqual(["would_expire", undefined]);
    expect(await outcomes([old, fresh], "--days", "5")).toEqual(["would_expire", "would_expire"]);
    expect([await isInPool(old.email), await isInPool(fresh.email)]).toEqual([true, true]);
  });

  it("are removed from pool and directory, with one event each", async () => {
    const { email, sub, userId } = await givenSignUp(8, unconfirmed);
    expect(await outcomes([{ email }], "--apply")).toEqual(["expired"]);
    expect(await isInPool(email)).toBe(false);
    expect(await cli.directory.profile(userId)).toBeUndefined();
    expect(await cli.directory.userIdBySub(sub)).toBeUndefined();
    expect(await cli.directory.subsOf(userId)).toEqual([]);
    expect(await cli.events(userSubject(userId))).toMatchObject([
      { type: "user.expired", details: { userId, sub, email, operator: expect.any(String) } },
    ]);
    expect(await outcomes([{ email }], "--apply")).toEqual([undefined]);
  });

  it("are also removed from the pool if they have no profile, or an earlier run was killed", async () => {
    const { email, sub } = await givenSignUp(8);
    expect(await outcomes([{ email }], "--apply")).toEqual(["expired"]);
    expect(await isInPool(email)).toBe(false);
    expect(await cli.events(userSubject(sub))).toMatchObject([{ type: "user.expired" }]);
  });

  it.each([{ status: "SUSPENDED" }, { status: "ACTIVE" }, { ...unconfirmed, membership_count: 1 }])(
    "are kept if the profile is %p",
    async (profile) => {
      const { email, userId } = await givenSignUp(8, profile);
      expect(await outcomes([{ email }], "--apply")).toEqual(["kept"]);
      expect(await isInPool(email)).toBe(true);
      expect(await cli.directory.profile(userId)).toMatchObject({ userId });
    },
  );

  it("are never confirmed users, whatever their age", async () => {
    pool.clock.forward(-30 * DAY_MS);
    const user = await givenUser(pool);
    pool.clock.forward(30 * DAY_MS);
    expect(await outcomes([user], "--apply")).toEqual([undefined]);
  });
});

it.each(["0", "x", "1.5", "9999"])("rejects %p as a number of days", async (days) => {
  const { code, err } = await cli.local("users", "expire", "--days", days);
  expect([code, err]).toEqual([2, expect.stringContaining("--days takes a whole number")]);
});
