import { AdminDisableUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { attempt, givenUser, poolId, refusal } from "../../packages/local-aws/tests/user-pool/world.js";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { type DuplicatesWorld, startDuplicatesWorld } from "./duplicates-world.js";

let world: DuplicatesWorld;
beforeAll(async () => {
  world = await startDuplicatesWorld();
});
afterAll(() => world.close());

const membership = (
  systemAccountId: string,
  role: "Admin" | "Manager" | "Viewer",
  status = "ACTIVE" as const,
) => ({
  systemAccountId,
  role,
  status,
});
const repair = async (...args: string[]) => {
  const { code, answer } = await world.cli.json("identities", "repair", ...args);
  return { code, ...(answer as { applied: boolean; steps: Record<string, unknown>[] }) };
};
const typesOf = async (userId: string) =>
  (await world.cli.events(userSubject(userId))).map(({ type, details }) =>
    details.systemAccountId === undefined ? type : `${type} ${details.systemAccountId} ${details.reason}`,
  );

describe("identities repair", () => {
  it("changes nothing without the option", async () => {
    const { email, username, duplicateUserId, federated } = await world.givenDuplicate();
    expect(await repair("--email", email)).toEqual({
      code: 0,
      applied: false,
      steps: [{ email, native: username, duplicate: federated.username, outcome: "would_merge" }],
    });
    expect(await world.poolUsers(email)).toHaveLength(2);
    expect((await world.cli.directory.profile(duplicateUserId))?.status).toBe("ACTIVE");
    expect(await typesOf(duplicateUserId)).toEqual([]);
  });

  it("moves memberships and legacy id to the native user, removes the duplicate and links its identity", async () => {
    const { email, username, userId, duplicateUserId, federated } = await world.givenDuplicate(
      {
        native: [membership("acc-1", "Viewer")],
        federated: [membership("acc-1", "Admin"), membership("acc-2", "Manager")],
      },
      { federated: "legacy-of-google" },
    );
    expect((await repair("--apply", "--email", email)).steps).toMatchObject([{ outcome: "merged" }]);

    expect(await world.poolUsers(email)).toMatchObject([
      { username, identities: [{ subject: federated.subject }] },
    ]);
    const memberships = (await world.cli.directory.memberships(userId, { limit: 10 })).items;
    expect(memberships.map(({ systemAccountId, role }) => `${systemAccountId} ${role}`)).toEqual([
      "acc-1 Viewer",
      "acc-2 Manager",
    ]);
    expect((await world.cli.directory.memberships(duplicateUserId, { limit: 10 })).items).toEqual([]);
    expect([await world.member("acc-2", userId), await world.member("acc-2", duplicateUserId)]).toMatchObject(
      [{ role: "Manager" }, undefined],
    );
    expect(await world.cli.directory.profile(userId)).toMatchObject({
      membershipCount: 2,
      legacyId: "legacy-of-google",
    });
    expect(await world.cli.directory.legacyIdentity("legacy-of-google")).toMatchObject({
      userId,
      sub: username,
    });
    expect(await world.cli.directory.profile(duplicateUserId)).toMatchObject({
      status: "SUSPENDED",
      mergedInto: userId,
      membershipCount: 0,
      legacyId: undefined,
    });
    expect(await typesOf(userId)).toEqual([
      "identity.merge_started",
      "membership.merged acc-1 kept",
      "membership.merged acc-2 moved",
      "migration.merged",
      "identity.linked",
      "identity.merged",
    ]);
    expect(await refusal(attempt(world.pool, email))).toBe("no error");
    expect((await repair("--apply", "--email", email)).steps).toEqual([]);
  });

  it("never restores the access of a duplicate's suspended owner", async () => {
    const { email, duplicateUserId } = await world.givenDuplicate();
    await repair("--apply", "--email", email);
    const { answer } = await world.cli.json("users", "reinstate", "--user", duplicateUserId, "--reason", "x");
    expect(answer.outcome).toBe("unchanged");
  });

  it("does not merge duplicates of users who have an unverified address or may not sign in", async () => {
    const { email, username } = await world.givenDuplicate();
    await world.pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: username }));
    const unproved = await givenUser(world.pool, {
      email: "unproved@example.com",
      attributes: { email_verified: "false" },
    });
    await world.givenFederated(unproved.email);

    for (const [address, reason] of [
      [email, "user_disabled"],
      [unproved.email, "user_email_unverified"],
    ] as const) {
      const { code, steps } = await repair("--apply", "--email", address);
      expect({ code, steps }).toMatchObject({
        code: 1,
        steps: [{ outcome: "needs_a_person", reason: expect.stringContaining(reason) }],
      });
      expect(await world.poolUsers(address)).toHaveLength(2);
    }
  });

  it("does not merge a federated user whose address the provider has not verified", async () => {
    const { email } = await givenUser(world.pool, { email: "unvouched@example.com" });
    await world.givenFederated(email, false);
    expect((await repair("--apply", "--email", email)).steps).toMatchObject([
      { outcome: "needs_a_person", reason: expect.stringContaining("email_unverified") },
    ]);
  });

  it("does not merge users with two legacy ids, with two identities of one provider, or a suspended user", async () => {
    const legacy = await world.givenDuplicate({}, { native: "legacy-n", federated: "legacy-f" });
    const suspended = await world.givenDuplicate();
    await world.cli.json("users", "suspend", "--user", suspended.userId, "--reason", "x");
    const twice = await world.givenDuplicate();
    const second = await world.givenFederated(twice.email);

    expect((await repair("--apply", "--email", legacy.email)).steps).toMatchObject([
      { reason: "two_legacy_ids" },
    ]);
    expect((await repair("--apply", "--email", suspended.email)).steps).toMatchObject([
      { reason: expect.stringContaining("user_disabled") },
    ]);
    expect(
      (await repair("--apply", "--email", twice.email)).steps.map(({ outcome }) => outcome).sort(),
    ).toEqual(["merged", "needs_a_person"]);
    expect((await world.poolUsers(twice.email)).length).toBe(2);
    expect(second.status).toBe("EXTERNAL_PROVIDER");
  });

  it("merges a duplicate that has no profile yet", async () => {
    const { email } = await givenUser(world.pool, { email: "noprofile@example.com" });
    await world.givenFederated(email);
    expect((await repair("--apply", "--email", email)).steps).toMatchObject([{ outcome: "merged" }]);
    expect(await world.poolUsers(email)).toHaveLength(1);
  });

  it("keeps the user id of a native user who migrated in a sign-in that was interrupted before the link", async () => {
    const email = "migrated@example.com";
    await givenUser(world.pool, { email, attributes: { "custom:user_id": "usr_migrated" } });
    await world.givenProfile({ userId: "usr_migrated", email, legacyId: "legacy-migrated" });
    await world.givenFederated(email);
    expect((await repair("--apply", "--email", email)).steps).toMatchObject([{ outcome: "merged" }]);
    expect(await world.cli.directory.profile("usr_migrated")).toMatchObject({
      status: "ACTIVE",
      legacyId: "legacy-migrated",
    });
    const { answer } = await world.cli.json("users", "show", "--email", email);
    const profiles = answer.profiles as { profile: { userId: string; mergedInto?: string } }[];
    expect(profiles.map(({ profile }) => profile.mergedInto).sort()).toEqual(["usr_migrated", undefined]);
  });

  it("merges the two pool users of a legacy user who signed in with Google first and with a password later", async () => {
    const email = "both-ways@example.com";
    const userId = "usr_both";
    const { username } = await givenUser(world.pool, { email, attributes: { "custom:user_id": userId } });
    const federated = await world.givenFederated(email);
    await world.givenProfile({ userId, email, sub: username, legacyId: "legacy-both" });
    await world.cli.put("directory", {
      ...{ pk: `SUB#${federated.sub}`, sk: "IDENTITY", user_id: userId, sub: federated.sub },
    });
    expect((await repair("--email", email)).steps).toMatchObject([{ outcome: "would_merge" }]);
    expect((await repair("--apply", "--email", email)).steps).toMatchObject([{ outcome: "merged" }]);

    expect(await world.poolUsers(email)).toMatchObject([
      { username, identities: [{ subject: federated.subject }] },
    ]);
    expect(await world.cli.directory.profile(userId)).toMatchObject({
      status: "ACTIVE",
      legacyId: "legacy-both",
      mergedInto: undefined,
    });
    expect(await typesOf(userId)).toEqual(["identity.merge_started", "identity.linked", "identity.merged"]);
  });
});
