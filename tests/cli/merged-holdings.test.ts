/** A merge moves what the duplicate holds in its accounts, or names it. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { apiKeyRow } from "../../shared/adapters/dynamo/api-key/api-key-rows.js";
import { memberRowKey, membershipRowKey, profileRowKey } from "../../shared/adapters/dynamo/row-keys.js";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { granteeOf } from "../../shared/domain/permission/grant.js";
import { apiKeyOf } from "../support/api-keys.js";
import { NOW } from "../support/users.js";
import { type DuplicatesWorld, startDuplicatesWorld } from "./duplicates-world.js";
import { allOf, grantRows, holdingRows, holdingsOf, rowsNaming } from "./given-holdings.js";

let world: DuplicatesWorld;
beforeAll(async () => {
  world = await startDuplicatesWorld();
});
afterAll(() => world.close());

type Role = "Admin" | "Viewer";
type Status = "ACTIVE" | "SUSPENDED" | "REMOVED";
const inAccount = (role: Role = "Viewer", status: Status = "ACTIVE") => ({
  ...{ systemAccountId: "acc-1", role, status },
});
let users = 0;
const suffixOf = () => {
  users += 1;
  return `merge${users}`;
};

/** A duplicate with one holding of each kind in acc-1, merged: what did not move, and whose the holdings are. */
const merged = async (
  native: readonly ReturnType<typeof inAccount>[],
  federated: readonly ReturnType<typeof inAccount>[],
  change: (ids: { userId: string; duplicateUserId: string; suffix: string }) => object[] = () => [],
) => {
  const suffix = suffixOf();
  const { email, userId, duplicateUserId } = await world.givenDuplicate({ native, federated });
  await world.cli.put("directory", ...holdingRows(duplicateUserId, "acc-1", suffix, federated[0]?.role));
  for (const row of change({ userId, duplicateUserId, suffix })) await world.cli.put("directory", { ...row });
  const { code, answer } = await world.cli.json("identities", "repair", "--apply", "--email", email);
  const [step] = answer.steps as { outcome: string; leftOver?: { what: string; reason: string }[] }[];
  expect(step?.outcome).toBe("merged");
  const left = Object.fromEntries((step?.leftOver ?? []).map(({ what, reason }) => [what, reason]));
  const held = await holdingsOf(world.cli, userId, "acc-1", suffix);
  return { email, userId, duplicateUserId, suffix, code, left, held };
};

const everything = (suffix: string, reason: string) => ({
  [`grant on doc:${suffix}`]: reason,
  [`grant on doc:${suffix} to user:usr_other`]: reason,
  [`ownership of doc:owned-${suffix}`]: reason,
  [`team team_${suffix}`]: reason,
  "department and projects": reason,
  [`API key Key${suffix}`]: reason,
  [`invitation inv_${suffix}`]: reason,
});

describe("what a duplicate holds in an account", () => {
  it("moves with its membership: grants, teams, owned resources, API keys and invitations", async () => {
    const { userId, duplicateUserId, suffix, code, left, held } = await merged([], [inAccount("Admin")]);
    expect({ code, left }).toEqual({ code: 0, left: {} });
    expect(held).toEqual(allOf(userId, suffix));
    expect(await rowsNaming(world.cli, duplicateUserId)).toEqual([]);
    const events = (await world.cli.events(userSubject(userId))).filter(
      ({ type }) => type === "permission.merged",
    );
    expect(events.map(({ details }) => details.reason)).toEqual(Array.from({ length: 7 }, () => "moved"));
  });

  it("moves to the membership that the kept user has, if both are ACTIVE", async () => {
    const { userId, duplicateUserId, suffix, code, left, held } = await merged([inAccount()], [inAccount()]);
    expect({ code, left }).toEqual({ code: 0, left: {} });
    expect(held).toEqual(allOf(userId, suffix));
    expect(await rowsNaming(world.cli, duplicateUserId)).toEqual([]);
  });

  it.each([
    [inAccount(), inAccount("Viewer", "SUSPENDED"), "duplicate_inactive"],
    [inAccount(), inAccount("Viewer", "REMOVED"), "duplicate_inactive"],
    [inAccount("Viewer", "SUSPENDED"), inAccount(), "kept_user_inactive"],
  ])("is named and stays if the memberships of the two are %j and %j", async (kept, ended, reason) => {
    const { userId, duplicateUserId, suffix, code, left, held } = await merged([kept], [ended]);
    expect({ code, left }).toEqual({ code: 1, left: expect.objectContaining(everything(suffix, reason)) });
    expect(held).toMatchObject({ grant: undefined, owner: duplicateUserId, keyBy: duplicateUserId });
    const events = await world.cli.events(userSubject(userId));
    expect(events.filter(({ details }) => details.reason === `not_moved/${reason}`)).toHaveLength(7);
  });

  it("is named if the kept user's role is too low for it, and the role that ends is named", async () => {
    const { userId, duplicateUserId, suffix, code, left, held } = await merged(
      [inAccount("Viewer")],
      [inAccount("Admin")],
    );
    expect({ code, left }).toEqual({
      code: 1,
      left: {
        [`API key Key${suffix}`]: "role_too_low",
        [`invitation inv_${suffix}`]: "role_too_low",
        "role Admin": "role_ended",
      },
    });
    expect(held).toEqual({ ...allOf(userId, suffix), keyBy: duplicateUserId, invitedBy: duplicateUserId });
  });

  it("is named if the kept user has a grant on the resource, or a department", async () => {
    const { suffix, left } = await merged([inAccount()], [inAccount()], (ids) => [
      ...grantRows("acc-1", {
        resource: `doc:${ids.suffix}`,
        grantee: granteeOf("user", ids.userId),
        grantedBy: "usr_other",
      }),
      { pk: `USER#${ids.userId}`, sk: "BELONGS#acc-1", department: "law" },
    ]);
    expect(left).toEqual({ [`grant on doc:${suffix}`]: "conflict", "department and projects": "conflict" });
  });

  it("does not count again after the departure before which it was given", async () => {
    const leftAt = new Date(Date.parse(NOW) + 1_000).toISOString();
    const again = ({ duplicateUserId }: { duplicateUserId: string }) =>
      [membershipRowKey(duplicateUserId, "acc-1"), memberRowKey("acc-1", duplicateUserId)].map((key) => ({
        ...{ ...key, ...inAccount(), user_id: duplicateUserId, system_account_id: "acc-1", left_at: leftAt },
      }));
    const kept = await merged([inAccount()], [inAccount()], again);
    expect(kept.left).toMatchObject({ [`grant on doc:${kept.suffix}`]: "before_departure" });
    expect(kept.held.grant).toBeUndefined();

    const moved = await merged([], [inAccount()], again);
    expect((await world.cli.directory.standing(moved.userId, "acc-1")).membership).toMatchObject({ leftAt });
    expect(moved.held.grant).toBeDefined();
  });

  it("includes both secrets of a key, and the ownership and groups that end are named", async () => {
    const keyOf = ({ duplicateUserId, suffix }: { duplicateUserId: string; suffix: string }) => ({
      ...apiKeyRow(apiKeyOf({ keyId: `Key${suffix}` })),
      ...{ issued_by: "usr_other", previous_issued_by: duplicateUserId },
      ...{ previous_digest: "old", previous_until: 4_000_000_000 },
    });
    const { left, held, userId } = await merged([inAccount("Admin")], [inAccount("Admin")], (ids) => [
      keyOf(ids),
      ...[membershipRowKey(ids.duplicateUserId, "acc-1"), memberRowKey("acc-1", ids.duplicateUserId)].map(
        (key) => ({
          ...{
            ...key,
            ...inAccount("Admin"),
            user_id: ids.duplicateUserId,
            system_account_id: "acc-1",
            owner: true,
          },
        }),
      ),
      {
        ...profileRowKey(ids.duplicateUserId),
        ...{ user_id: ids.duplicateUserId, status: "ACTIVE", groups: ["beta"], email: "x@example.com" },
      },
    ]);
    expect(left).toEqual({
      "ownership of the account": "ownership_ended",
      "groups beta": "groups_stay",
    });
    expect(held.keyBy).toBe("usr_other");
    expect((await rowsNaming(world.cli, userId)).some((row) => row.previous_issued_by === userId)).toBe(true);
  });
});

it("identities repair prints what did not move, below the merge", async () => {
  const suffix = suffixOf();
  const { email, duplicateUserId } = await world.givenDuplicate({
    ...{ native: [inAccount("Viewer", "SUSPENDED")], federated: [inAccount()] },
  });
  await world.cli.put("directory", ...holdingRows(duplicateUserId, "acc-1", suffix));
  const { code, out } = await world.cli.local("identities", "repair", "--apply", "--email", email);
  expect(code).toBe(1);
  expect(out).toMatch(/ {2}merged\n/);
  expect(out).toContain(`  not moved: ownership of doc:owned-${suffix} in acc-1  (kept_user_inactive)`);
});
