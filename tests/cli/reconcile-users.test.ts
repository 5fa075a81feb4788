/** `users reconcile` against a pool of its own and a directory. */
import { AdminDeleteUserCommand, AdminDisableUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { givenUser, poolId, startWorld, type World } from "../../packages/local-aws/tests/user-pool/world.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf, membershipOf } from "../support/users.js";

let pool: World;
let cli: CliWorld;
beforeEach(async () => {
  pool = await startWorld();
  cli = await startCliWorld(pool.running.url);
});
afterEach(async () => {
  await pool.close();
  await cli.close();
});

const profileRow = (userId: string, sub?: string, more: object = {}) => ({
  ...{ pk: `USER#${userId}`, sk: "PROFILE", user_id: userId, status: "ACTIVE" },
  ...{ email: `${userId}@example.com`, ...(sub !== undefined && { sub, subs: new Set([sub]) }) },
  ...more,
});
const givenUserWithProfile = async (userId: string, more: object = {}): Promise<string> => {
  const { username } = await givenUser(pool, { email: `${userId}@example.com` });
  await cli.put("directory", profileRow(userId, username, more));
  return username;
};
/** Profiles of users whom the pool does not have. */
const givenMissing = (count: number) =>
  cli.put(
    "directory",
    ...Array.from({ length: count }, (_, index) => profileRow(`usr_m${index}`, `sub-${index}`)),
  );
const atPool = (Username: string) => ({ UserPoolId: poolId, Username });
const remove = (username: string) => pool.cognito.send(new AdminDeleteUserCommand(atPool(username)));
const disable = (username: string) => pool.cognito.send(new AdminDisableUserCommand(atPool(username)));
const statusOf = async (userId: string) => (await cli.directory.profile(userId))?.status;
const goOn = () => cli.json("users", "reconcile", "--go-on");

describe("users reconcile", () => {
  it("ends deleted and disabled users, and keeps the others", async () => {
    await givenUserWithProfile("usr_lives");
    await remove(await givenUserWithProfile("usr_deleted"));
    await disable(await givenUserWithProfile("usr_disabled"));
    await disable(await givenUserWithProfile("usr_suspended", { status: "SUSPENDED" }));
    await cli.put("directory", profileRow("usr_never_signed_in"));

    const { code, answer } = await goOn();
    expect({ code, answer }).toMatchObject({
      code: 0,
      answer: { poolId, compared: 4, stopped: false, ownerless: [] },
    });
    expect(answer.users).toEqual(
      expect.arrayContaining([
        { userId: "usr_deleted", cause: "deleted", outcome: "ended" },
        { userId: "usr_disabled", cause: "disabled", outcome: "ended" },
      ]),
    );
    expect(answer.users).toHaveLength(2);
    const ids = ["usr_lives", "usr_deleted", "usr_disabled", "usr_never_signed_in"];
    expect(await Promise.all(ids.map(statusOf))).toEqual(["ACTIVE", "SUSPENDED", "SUSPENDED", "ACTIVE"]);
    expect((await cli.events("user:usr_deleted")).map(({ type, details }) => [type, details.reason])).toEqual(
      [["user.suspended", "deleted_in_pool"]],
    );
    expect((await goOn()).answer).toMatchObject({ users: [], compared: 4 });
  });

  it("--dry-run changes nothing, and shows who would end and which accounts would have no living owner", async () => {
    await remove(await givenUserWithProfile("usr_owner"));
    await cli.givenAccounts(accountOf({ ownerCount: 1 }));
    await cli.givenMemberships(membershipOf({ userId: "usr_owner", role: "Admin", owner: true }));

    const shown = await cli.json("users", "reconcile", "--dry-run");
    expect(shown).toMatchObject({ code: 1, answer: { stopped: false, ownerless: ["acc-1"] } });
    expect(shown.answer.users).toEqual([{ userId: "usr_owner", cause: "deleted", outcome: "would_end" }]);
    expect(await statusOf("usr_owner")).toBe("ACTIVE");

    expect(await goOn()).toMatchObject({ code: 1, answer: { ownerless: ["acc-1"] } });
    expect((await cli.events("account:acc-1")).map(({ type }) => type)).toEqual(["account.ownerless"]);
    // A later run names the account again.
    expect(await goOn()).toMatchObject({ code: 1, answer: { users: [], ownerless: ["acc-1"] } });
  });

  it("stops if more than 1 % of the users would end", async () => {
    await givenUserWithProfile("usr_lives");
    await givenMissing(1);
    const { code, out } = await cli.local("users", "reconcile");
    expect(code).toBe(1);
    expect(out).toContain("usr_m0  deleted in the pool  would end");
    expect(out).toContain("Stopped: 1 users would end.");
    expect(await statusOf("usr_m0")).toBe("ACTIVE");
  });

  it("completes an ending that was interrupted, also beyond the limit", async () => {
    await givenUserWithProfile("usr_begun", {
      status: "SUSPENDED",
      pool_ended_at: "2025-01-01T00:00:00.000Z",
    });
    expect(await cli.json("users", "reconcile")).toMatchObject({
      code: 0,
      answer: { stopped: false, users: [{ userId: "usr_begun", cause: "began", outcome: "ended" }] },
    });
    expect((await cli.directory.profile("usr_begun"))?.ending?.complete).toBe(true);
  });

  it("keeps a user whom an operator reinstated without a pool user", async () => {
    await remove(await givenUserWithProfile("usr_back"));
    await goOn();
    await cli.local("users", "reinstate", "--user", "usr_back", "--reason", "deleted by mistake");
    expect(await statusOf("usr_back")).toBe("ACTIVE");
    expect((await goOn()).answer).toMatchObject({ users: [] });
    expect(await statusOf("usr_back")).toBe("ACTIVE");
  });
});
