/** Profiles for operator commands, in memory and in DynamoDB. */
import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { type OperatorStores, operatorStoreKinds } from "../support/operator-stores.js";
import { NOW, profileOf } from "../support/users.js";

let events = 0;
const event = () => {
  events += 1;
  const about = { subject: userSubject("usr_ada"), key: String(events), at: new Date(NOW) };
  return auditEvent("user.suspended", about);
};

describe.each(operatorStoreKinds())("user records in $name", ({ open, close }) => {
  afterAll(close);
  const given = (profile = profileOf()) => open({ prepared: [{ legacyId: "legacy-1", profile }] });
  const suspend = ({ users }: OperatorStores, userId = "usr_ada") =>
    users.changeStatus({ userId, from: ["ACTIVE", "UNCONFIRMED"], to: "SUSPENDED" }, event());
  const reinstate = ({ users }: OperatorStores, ...missingSubs: string[]) =>
    users.reinstate({ userId: "usr_ada", to: "ACTIVE", missingSubs }, event());

  it("a user is suspended once, with the time, which a reinstatement keeps", async () => {
    const stores = await given();
    expect([await suspend(stores), await suspend(stores)]).toEqual(["changed", "unchanged"]);
    expect(await stores.directory.profile("usr_ada")).toMatchObject({
      status: "SUSPENDED",
      suspendedAt: NOW,
    });
    expect([await reinstate(stores), await reinstate(stores)]).toEqual(["changed", "unchanged"]);
    expect(await stores.directory.profile("usr_ada")).toMatchObject({ status: "ACTIVE", suspendedAt: NOW });
  });

  it("an unknown user is neither suspended nor reinstated", async () => {
    const stores = await open();
    expect([await suspend(stores), await reinstate(stores)]).toEqual(["unchanged", "unchanged"]);
    expect(await stores.directory.profile("usr_ada")).toBeUndefined();
  });

  it("a reinstatement ends a recorded ending, and adds the missing pool users", async () => {
    const stores = await given();
    for (const sub of ["sub-1", "sub-2"]) {
      await stores.endings.begin({ userId: "usr_ada", suspended: "include" }, event());
      expect(await reinstate(stores, sub)).toBe("changed");
    }
    const profile = await stores.directory.profile("usr_ada");
    expect(profile?.ending).toBeUndefined();
    expect(profile?.missingSubs?.toSorted()).toEqual(["sub-1", "sub-2"]);
  });

  it("a user without a profile gets a suspended one, once, with the time", async () => {
    const stores = await open();
    const user = { userId: "usr_ada", email: "ada@example.com", legacyId: "legacy-1" };
    expect(await stores.users.suspendNew(user, event())).toBe("changed");
    expect(await stores.users.suspendNew(user, event())).toBe("unchanged");
    expect(await stores.directory.profile("usr_ada")).toMatchObject({
      ...user,
      ...{ status: "SUSPENDED", suspendedAt: NOW, membershipCount: 0 },
    });
  });

  it("an UNCONFIRMED user without memberships is removed, with the pool user", async () => {
    const stores = await open();
    const made = {
      userId: "usr_ada",
      sub: "sub-1",
      email: "ada@example.com",
      status: "UNCONFIRMED",
    } as const;
    await stores.directory.createProfile(made, event());
    expect(await stores.users.removeUnconfirmed({ userId: "usr_ada", sub: "sub-2" }, event())).toBe("kept");
    expect(await stores.users.removeUnconfirmed(made, event())).toBe("removed");
    expect(await stores.directory.profile("usr_ada")).toBeUndefined();
    expect(await stores.directory.userIdBySub("sub-1")).toBeUndefined();
  });

  it("an ACTIVE user is not removed", async () => {
    const stores = await given();
    expect(await stores.users.removeUnconfirmed({ userId: "usr_ada", sub: "sub-1" }, event())).toBe("kept");
  });

  it("every profile is read", async () => {
    const stores = await given();
    const read: string[] = [];
    for await (const { userId } of stores.users.profiles()) read.push(userId);
    expect(read).toEqual(["usr_ada"]);
  });

  it("a user whose erasure began is not reinstated", async () => {
    const stores = await given();
    await stores.erasures.begin({ userId: "usr_ada", tombstones: [] }, event());
    expect(await reinstate(stores)).toBe("unchanged");
  });
});
