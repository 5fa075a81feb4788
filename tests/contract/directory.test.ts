import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf, SUB } from "../support/users.js";

const at = new Date(NOW);
const creation = (userId: string, sub = SUB) =>
  auditEvent("signup.requested", { subject: userSubject(userId), key: sub, at, details: { userId } });
const confirmation = (userId: string) =>
  auditEvent("user.confirmed", { subject: userSubject(userId), key: SUB, at });

const created = (userId: string, status: "ACTIVE" | "UNCONFIRMED" = "UNCONFIRMED") => ({
  userId,
  sub: SUB,
  email: "ada@example.com",
  status,
});

describe.each<StoreKind>([memoryStores(), dynamoStores(), dynamoStores("signed")])(
  "the directory in $name",
  ({ open, close }) => {
    afterAll(close);

    describe("changing an address", () => {
      const change = { userId: "usr_a", from: "ada@example.com", to: "ada.king@example.com" };
      const changed = (minute = 0) => {
        const time = new Date(at.getTime() + minute * 60_000);
        const key = `usr_a/${time.toISOString()}`;
        return auditEvent("user.email_changed", { subject: "user:usr_a", key, at: time });
      };

      it("keeps both addresses under the time of the event, with the event", async () => {
        const { directory, recorded } = await open();
        await directory.createProfile(created("usr_a", "ACTIVE"), creation("usr_a"));
        expect(await directory.changeAddress(change, changed())).toBe("changed");
        expect((await directory.profile("usr_a"))?.email).toBe(change.to);
        expect(await directory.addressChange("usr_a", changed().at)).toEqual({
          from: change.from,
          to: change.to,
        });
        expect(await directory.addressChange("usr_a", changed(1).at)).toBeUndefined();
        expect(await recorded("user:usr_a")).toHaveLength(2);
      });

      it("writes nothing for a profile with another address, or none", async () => {
        const { directory, recorded } = await open();
        expect(await directory.changeAddress(change, changed())).toBe("unchanged");
        await directory.createProfile(created("usr_a", "ACTIVE"), creation("usr_a"));
        await directory.changeAddress(change, changed());
        expect(await directory.changeAddress(change, changed(1))).toBe("unchanged");
        expect(await recorded("user:usr_a")).toHaveLength(2);
      });
    });

    describe("creating a profile", () => {
      it("stores it under its sub, with its event", async () => {
        const { directory, recorded } = await open();
        expect(await directory.createProfile(created("usr_a"), creation("usr_a"))).toBe("created");
        expect(await directory.userIdBySub(SUB)).toBe("usr_a");
        expect(await directory.profile("usr_a")).toMatchObject({ status: "UNCONFIRMED", sub: SUB });
        expect(await recorded("user:usr_a")).toHaveLength(1);
      });

      it("stores that its password is pending, if it is", async () => {
        const { directory } = await open();
        const other = { ...created("usr_b"), sub: "sub-2" };
        await directory.createProfile({ ...created("usr_a"), passwordPending: true }, creation("usr_a"));
        await directory.createProfile(other, creation("usr_b"));
        expect((await directory.profile("usr_a"))?.passwordPending).toBe(true);
        expect((await directory.profile("usr_b"))?.passwordPending).toBeUndefined();
      });

      it("lists every pool user of a user, and of no other user", async () => {
        const { directory } = await open();
        await directory.createProfile(created("usr_a"), creation("usr_a"));
        await directory.createProfile({ ...created("usr_a"), sub: "sub-2" }, creation("usr_a", "sub-2"));
        await directory.createProfile({ ...created("usr_b"), sub: "sub-3" }, creation("usr_b", "sub-3"));
        expect((await directory.subsOf("usr_a")).toSorted()).toEqual([SUB, "sub-2"].toSorted());
        expect(await directory.subsOf("usr_c")).toEqual([]);
        expect((await directory.memberships("usr_a", { limit: 10 })).items).toEqual([]);
      });

      it("for a sub with a profile writes nothing, also no event", async () => {
        const { directory, recorded } = await open();
        await directory.createProfile(created("usr_a"), creation("usr_a"));
        const other = auditEvent("user.provisioned", { subject: "user:usr_b", key: SUB, at });
        expect(await directory.createProfile(created("usr_b"), other)).toBe("exists");
        expect(await directory.createProfile(created("usr_b"), other)).toBe("exists");

        expect(await directory.userIdBySub(SUB)).toBe("usr_a");
        expect(await directory.profile("usr_b")).toBeUndefined();
        expect(await recorded("user:usr_b")).toEqual([]);
      });

      it("does not change the status of an existing profile", async () => {
        const profile = profileOf({ sub: undefined, status: "SUSPENDED" });
        const { directory } = await open({ prepared: [{ legacyId: "legacy-42", profile }] });
        expect(await directory.createProfile(created("usr_ada", "ACTIVE"), creation("usr_ada"))).toBe(
          "created",
        );
        expect(await directory.profile("usr_ada")).toMatchObject({ status: "SUSPENDED", sub: SUB });
      });

      it("twenty times in parallel succeeds once", async () => {
        const { directory } = await open();
        const users = Array.from({ length: 20 }, (_, index) => `usr_${index}`);
        const outcomes = await Promise.all(
          users.map((userId) => directory.createProfile(created(userId), creation(userId))),
        );
        expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
        expect(outcomes[users.indexOf((await directory.userIdBySub(SUB)) ?? "")]).toBe("created");
      });
    });

    describe("activating a profile", () => {
      it.each([
        ["UNCONFIRMED", "ACTIVE"],
        ["ACTIVE", "ACTIVE"],
        ["SUSPENDED", "SUSPENDED"],
      ] as const)("that is %s leaves it %s, and records the event once", async (before, after) => {
        const profile = profileOf({ sub: undefined, status: before });
        const { directory, recorded } = await open({ prepared: [{ legacyId: "legacy-42", profile }] });
        await directory.activateProfile("usr_ada", confirmation("usr_ada"));
        await directory.activateProfile("usr_ada", confirmation("usr_ada"));

        expect(await directory.profile("usr_ada")).toMatchObject({ status: after });
        expect(await recorded("user:usr_ada")).toHaveLength(1);
      });

      it("that does not exist creates none", async () => {
        const { directory } = await open();
        await directory.activateProfile("usr_a", confirmation("usr_a"));
        expect(await directory.profile("usr_a")).toBeUndefined();
      });
    });

    describe("reading", () => {
      const profile = profileOf({
        sub: undefined,
        legacyId: "legacy-42",
        activeAccountId: "acc-1",
        groups: ["beta"],
      });
      const ids = Array.from({ length: 130 }, (_, index) => `acc-${String(index).padStart(3, "0")}`);
      const seed = {
        prepared: [{ legacyId: "legacy-42", profile }],
        accounts: [accountOf(), ...ids.map((systemAccountId) => accountOf({ systemAccountId }))],
        memberships: [...ids].reverse().map((systemAccountId) => membershipOf({ systemAccountId })),
      };

      it("a standing returns the existing rows without the missing ones", async () => {
        const { directory } = await open(seed);
        const membership = membershipOf({ systemAccountId: "acc-001" });
        const account = accountOf({ systemAccountId: "acc-001" });
        expect(await directory.standing("usr_ada", "acc-001")).toEqual({ profile, membership, account });
        expect(await directory.standing("usr_ada", "acc-1")).toEqual({ profile, account: accountOf() });
        expect(await directory.standing("usr_b", "acc-001")).toEqual({ account });
        expect(await directory.standing("usr_b", "none")).toEqual({});
      });

      it("memberships come in the order of account ids, up to the limit", async () => {
        const { directory } = await open(seed);
        const all = (await directory.memberships("usr_ada", { limit: 100 })).items;
        expect(all.map(({ systemAccountId }) => systemAccountId)).toEqual(ids.slice(0, 100));
        expect((await directory.memberships("usr_ada", { limit: 2 })).items).toHaveLength(2);
        expect((await directory.memberships("usr_b", { limit: 100 })).items).toEqual([]);
      });

      it("accounts are returned once each, for any number of ids, without the missing ones", async () => {
        const { directory } = await open(seed);
        const found = await directory.accounts([...ids, ...ids.slice(0, 3), "none"]);
        expect(found.map(({ systemAccountId }) => systemAccountId).sort()).toEqual(ids);
        expect(await directory.accounts([])).toEqual([]);
      });

      it("a missing row is undefined", async () => {
        const { directory } = await open();
        expect([
          await directory.profile("usr_a"),
          await directory.userIdBySub("sub-x"),
          await directory.legacyIdentity("legacy-x"),
        ]).toEqual([undefined, undefined, undefined]);
      });
    });
  },
);
