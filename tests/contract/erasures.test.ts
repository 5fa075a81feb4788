/** Erasures of users, in memory and in DynamoDB. */
import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { operatorStoreKinds } from "../support/operator-stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

let events = 0;
const event = () => {
  events += 1;
  const about = { subject: userSubject("usr_ada"), key: String(events), at: new Date(NOW) };
  return auditEvent("user.erased", about);
};
const profile = profileOf({ sub: undefined, legacyId: "legacy-1" });
const legacy = {
  legacyId: "legacy-1",
  userId: "usr_ada",
  email: "ada@example.com",
  state: "PREPARED",
} as const;
const owner = membershipOf({ role: "Admin", owner: true });
const invitation: Invitation = {
  ...{ invitationId: "inv-1", email: "ada@example.com", systemAccountId: "acc-2", role: "Viewer" },
  ...{ invitedBy: "ops", byOperator: true, invitedAt: NOW, status: "PENDING" },
  expiresAtSeconds: Date.parse(NOW) / 1000 + 3600,
};

describe.each(operatorStoreKinds())("erasures in $name", ({ open, close }) => {
  afterAll(close);
  const given = () =>
    open({
      accounts: [accountOf(), accountOf({ systemAccountId: "acc-2", visibleAccountId: "A-2" })],
      memberships: [owner],
      prepared: [{ legacyId: "legacy-1", profile }],
    });

  it("an erasure begins with the tombstones, and can begin again", async () => {
    const { erasures, directory } = await given();
    const erasure = { userId: "usr_ada", tombstones: ["hash-1", "hash-2"] };
    expect([await erasures.begin(erasure, event()), await erasures.begin(erasure, event())]).toEqual([
      "begun",
      "begun",
    ]);
    expect(await directory.isErased(["hash-2"])).toBe(true);
    expect(await directory.profile("usr_ada")).toMatchObject({ status: "SUSPENDED", suspendedAt: NOW });
  });

  it("an unknown user is not erased, and leaves no tombstone", async () => {
    const { erasures, directory } = await given();
    const erasure = { userId: "usr_nobody", tombstones: ["hash-1"] };
    expect(await erasures.begin(erasure, event())).toBe("unknown");
    expect(await directory.isErased(["hash-1"])).toBe(false);
  });

  it("all rows of the user end, and can be deleted again", async () => {
    const stores = await given();
    const { erasures, directory, invitations, accounts } = stores;
    const made = { userId: "usr_ada", sub: "sub-1", email: profile.email, status: "ACTIVE" } as const;
    await directory.createProfile(made, event());
    await invitations.create(invitation, { tokenHash: "hash", by: undefined }, event());
    await erasures.begin({ userId: "usr_ada", tombstones: [] }, event());
    for (const _ of ["once", "again"]) await erasures.deleteRows({ profile, subs: ["sub-1"], legacy });
    expect(await directory.standing("usr_ada", "acc-1")).toMatchObject({
      ...{ membership: undefined, account: { ownerCount: 0 } },
    });
    expect((await accounts.members("acc-1", { limit: 10 })).items).toEqual([]);
    expect(await directory.userIdBySub("sub-1")).toBeUndefined();
    expect(await invitations.openFor("ada@example.com")).toEqual([]);
    expect(await invitations.byTokenHash("hash")).toBeUndefined();
    expect(await directory.legacyIdentity("legacy-1")).toBeUndefined();
    await erasures.complete("usr_ada", event());
    expect(await directory.profile("usr_ada")).toBeUndefined();
    expect(await directory.subsOf("usr_ada")).toEqual([]);
  });

  it("proofs of the user's present and earlier addresses end, and those of others stay", async () => {
    const { erasures, directory, provedAddresses, clock } = await given();
    const made = { userId: "usr_ada", sub: "sub-1", email: profile.email, status: "ACTIVE" } as const;
    await directory.createProfile(made, event());
    clock.advance(1000);
    const renamed = { userId: "usr_ada", from: profile.email, to: "ada@example.org" };
    await directory.changeAddress(renamed, event());
    const proved = [profile.email, "ada@example.org", "grace@example.com"].flatMap((email) =>
      ["facebook_1", "facebook_2"].map((userName) => ({ userName, email })),
    );
    for (const each of proved) await provedAddresses.keep(each, event());
    const now = { ...profile, email: "ada@example.org" };
    for (const _ of ["once", "again"])
      await erasures.deleteRows({ profile: now, subs: ["sub-1"], legacy: undefined });
    const left = await Promise.all(proved.map((each) => provedAddresses.includes(each)));
    expect(left).toEqual([false, false, false, false, true, true]);
  });

  it("a legacy identity of another user stays", async () => {
    const { erasures, directory } = await given();
    const other = { ...legacy, userId: "usr_grace" };
    await erasures.deleteRows({ profile: { ...profile, userId: "usr_nobody" }, subs: [], legacy: other });
    expect(await directory.legacyIdentity("legacy-1")).toMatchObject({ userId: "usr_ada" });
  });
});
