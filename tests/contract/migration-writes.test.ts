import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW, profileOf, SUB } from "../support/users.js";

const at = new Date(NOW);
const approval = (userId: string, legacyId = "legacy-42") =>
  auditEvent("migration.approved", { subject: userSubject(userId), key: legacyId, at, details: { userId } });
const link = (userId: string, sub = SUB) =>
  auditEvent("migration.completed", { subject: userSubject(userId), key: `legacy-42/${sub}`, at });
const creation = (userId: string, sub = SUB) =>
  auditEvent("signup.requested", { subject: userSubject(userId), key: sub, at, details: { userId } });

const migrated = (userId: string) => ({ legacyId: "legacy-42", userId, email: "ada@example.com" });
const created = (userId: string, status: "ACTIVE" | "UNCONFIRMED" = "UNCONFIRMED") => ({
  userId,
  sub: SUB,
  email: "ada@example.com",
  status,
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("migrations in $name", ({ open, close }) => {
  afterAll(close);

  describe("approving a migration", () => {
    it("writes the identity, the profile and the event in one transaction", async () => {
      const { directory, recorded } = await open();
      expect(await directory.approveMigration(migrated("usr_a"), approval("usr_a"))).toBe("approved");

      expect(await directory.legacyIdentity("legacy-42")).toEqual({
        legacyId: "legacy-42",
        userId: "usr_a",
        email: "ada@example.com",
        state: "APPROVED",
      });
      expect(await directory.profile("usr_a")).toEqual({
        userId: "usr_a",
        email: "ada@example.com",
        status: "ACTIVE",
        legacyId: "legacy-42",
        groups: [],
        membershipCount: 0,
        membershipVersion: 0,
      });
      expect(await recorded("user:usr_a")).toMatchObject([{ type: "migration.approved" }]);
    });

    it("again, by the same or another user id, writes nothing", async () => {
      const { directory, recorded } = await open();
      await directory.approveMigration(migrated("usr_a"), approval("usr_a"));
      expect(await directory.approveMigration(migrated("usr_a"), approval("usr_a"))).toBe("exists");
      expect(await directory.approveMigration(migrated("usr_b"), approval("usr_b"))).toBe("exists");

      expect(await directory.legacyIdentity("legacy-42")).toMatchObject({ userId: "usr_a" });
      expect(await directory.profile("usr_b")).toBeUndefined();
      expect(await recorded("user:usr_b")).toEqual([]);
      expect(await recorded("user:usr_a")).toHaveLength(1);
    });

    it("assigns an address to one legacy record, and names that record", async () => {
      const { directory, recorded } = await open();
      expect(await directory.legacyIdByAddress("ada@example.com")).toBeUndefined();
      await directory.approveMigration(migrated("usr_a"), approval("usr_a"));
      const second = { ...migrated("usr_b"), legacyId: "legacy-43" };
      expect(await directory.approveMigration(second, approval("usr_b", "legacy-43"))).toBe("exists");

      expect(await directory.legacyIdByAddress("ada@example.com")).toBe("legacy-42");
      expect(await directory.legacyIdentity("legacy-43")).toBeUndefined();
      expect(await recorded("user:usr_b")).toEqual([]);
    });

    it("uses the prepared identity, for the prepared user only, and keeps their profile", async () => {
      const profile = profileOf({
        sub: undefined,
        groups: ["beta"],
        activeAccountId: "acc-1",
        legacyId: "legacy-42",
      });
      const { directory } = await open({ prepared: [{ legacyId: "legacy-42", profile }] });
      expect(await directory.approveMigration(migrated("usr_b"), approval("usr_b"))).toBe("exists");
      expect(await directory.approveMigration(migrated("usr_ada"), approval("usr_ada"))).toBe("approved");

      expect(await directory.legacyIdentity("legacy-42")).toMatchObject({
        userId: "usr_ada",
        state: "APPROVED",
      });
      expect(await directory.profile("usr_ada")).toEqual(profile);
    });

    it("does not lift a suspension that was prepared", async () => {
      const profile = profileOf({ sub: undefined, status: "SUSPENDED", legacyId: "legacy-42" });
      const { directory } = await open({ prepared: [{ legacyId: "legacy-42", profile }] });
      await directory.approveMigration(migrated("usr_ada"), approval("usr_ada"));
      expect(await directory.profile("usr_ada")).toMatchObject({ status: "SUSPENDED" });
    });

    it("leaves the profile of a new user to the link, which then writes the same one", async () => {
      const { directory } = await open();
      await directory.approveMigration({ ...migrated("usr_a"), profileAtLink: true }, approval("usr_a"));
      expect(await directory.profile("usr_a")).toBeUndefined();
      expect(await directory.legacyIdentity("legacy-42")).toMatchObject({ email: "ada@example.com" });
      expect(await directory.legacyIdByAddress("ada@example.com")).toBe("legacy-42");

      expect(await directory.linkLegacy({ ...migrated("usr_a"), sub: SUB }, link("usr_a"))).toBe("linked");
      expect(await directory.profile("usr_a")).toEqual({
        userId: "usr_a",
        email: "ada@example.com",
        status: "ACTIVE",
        sub: SUB,
        legacyId: "legacy-42",
        groups: [],
        membershipCount: 0,
        membershipVersion: 0,
      });
      expect(await directory.subsOf("usr_a")).toEqual([SUB]);
    });

    it("fifty times in parallel succeeds once, and the others can read the result", async () => {
      const { directory, recorded } = await open();
      const users = Array.from({ length: 50 }, (_, index) => `usr_${index}`);
      const outcomes = await Promise.all(
        users.map((userId) => directory.approveMigration(migrated(userId), approval(userId))),
      );
      const winners = users.filter((_, index) => outcomes[index] === "approved");
      const identity = await directory.legacyIdentity("legacy-42");
      const profiles = await Promise.all(users.map((userId) => directory.profile(userId)));
      const events = await Promise.all(users.map((userId) => recorded(userSubject(userId))));

      expect(winners).toEqual([identity?.userId]);
      expect(profiles.filter((profile) => profile !== undefined)).toHaveLength(1);
      expect(events.flat()).toHaveLength(1);
    });
  });

  describe("linking a legacy identity", () => {
    const approved = async () => {
      const stores = await open();
      await stores.directory.approveMigration(migrated("usr_a"), approval("usr_a"));
      return stores;
    };
    const linking = (userId: string, sub = SUB) => ({ ...migrated(userId), sub });

    it("names the pool's sub in the identity, in the profile and in reverse", async () => {
      const { directory, recorded } = await approved();
      expect(await directory.linkLegacy(linking("usr_a"), link("usr_a"))).toBe("linked");
      expect(await directory.linkLegacy(linking("usr_a"), link("usr_a"))).toBe("exists");

      expect(await directory.legacyIdentity("legacy-42")).toEqual({
        legacyId: "legacy-42",
        userId: "usr_a",
        email: "ada@example.com",
        state: "LINKED",
        sub: SUB,
      });
      expect(await directory.profile("usr_a")).toMatchObject({ sub: SUB });
      expect(await directory.userIdBySub(SUB)).toBe("usr_a");
      expect((await recorded("user:usr_a")).map(({ type }) => type)).toEqual([
        "migration.approved",
        "migration.completed",
      ]);
    });

    it("changes nothing else of an existing profile", async () => {
      const profile = profileOf({
        sub: undefined,
        status: "SUSPENDED",
        groups: ["beta"],
        legacyId: "legacy-42",
      });
      const { directory } = await open({ prepared: [{ legacyId: "legacy-42", profile }] });
      await directory.approveMigration(migrated("usr_ada"), approval("usr_ada"));
      const other = { ...linking("usr_ada"), email: "ada.king@example.com" };
      expect(await directory.linkLegacy(other, link("usr_ada"))).toBe("linked");
      expect(await directory.profile("usr_ada")).toEqual({ ...profile, sub: SUB });
    });

    it("again with another sub, after a move of pools, is another link", async () => {
      const { directory } = await approved();
      await directory.linkLegacy(linking("usr_a"), link("usr_a"));
      expect(await directory.linkLegacy(linking("usr_a", "sub-2"), link("usr_a", "sub-2"))).toBe("linked");
      expect((await directory.subsOf("usr_a")).toSorted()).toEqual([SUB, "sub-2"].toSorted());
      expect(await directory.profile("usr_a")).toMatchObject({ sub: "sub-2" });
      expect(await directory.userIdBySub("sub-2")).toBe("usr_a");
    });

    it("knows a pool user that is noted before the link, if the user has a profile", async () => {
      const { directory, recorded } = await approved();
      await directory.linkLegacy(linking("usr_a"), link("usr_a"));
      const before = await recorded("user:usr_a");
      await directory.notePoolUser({ userId: "usr_a", sub: "sub-2" });
      await directory.notePoolUser({ userId: "usr_a", sub: "sub-2" });
      await directory.notePoolUser({ userId: "usr_unknown", sub: "sub-3" });
      expect((await directory.subsOf("usr_a")).toSorted()).toEqual([SUB, "sub-2"].toSorted());
      expect(await directory.userIdBySub("sub-2")).toBeUndefined();
      expect(await directory.profile("usr_a")).toMatchObject({ sub: SUB });
      expect(await directory.subsOf("usr_unknown")).toEqual([]);
      expect(await directory.profile("usr_unknown")).toBeUndefined();
      expect(await recorded("user:usr_a")).toEqual(before);
    });

    it("without an approval, for another user, or to another user's sub, is refused as unknown", async () => {
      const { directory, recorded } = await approved();
      await directory.createProfile({ ...created("usr_b"), sub: "sub-b" }, creation("usr_b", "sub-b"));
      const outcomes = [
        await directory.linkLegacy({ ...linking("usr_a"), legacyId: "legacy-7" }, link("usr_a")),
        await directory.linkLegacy(linking("usr_b"), link("usr_b")),
        await directory.linkLegacy(linking("usr_a", "sub-b"), link("usr_a", "sub-b")),
      ];
      expect(outcomes).toEqual(["unknown", "unknown", "unknown"]);
      expect(await directory.userIdBySub("sub-b")).toBe("usr_b");
      expect(await recorded("user:usr_a")).toHaveLength(1);
    });

    it("that is only approved names the pool user of the migration, until it is linked", async () => {
      const { directory, recorded } = await approved();
      await directory.noteLegacyHolder(linking("usr_a", "sub-2"));
      await directory.noteLegacyHolder(linking("usr_b", "sub-b"));
      await directory.noteLegacyHolder({ ...linking("usr_a", "sub-3"), legacyId: "legacy-7" });
      expect(await directory.legacyIdentity("legacy-42")).toMatchObject({ state: "APPROVED", sub: "sub-2" });
      expect(await directory.legacyIdentity("legacy-7")).toBeUndefined();
      expect(await recorded("user:usr_a")).toHaveLength(1);

      await directory.linkLegacy(linking("usr_a"), link("usr_a"));
      await directory.noteLegacyHolder(linking("usr_a", "sub-2"));
      expect(await directory.legacyIdentity("legacy-42")).toMatchObject({ state: "LINKED", sub: SUB });
    });

    it("that is linked names the next pool user, too, which a migration created after the linked one was lost", async () => {
      const { directory } = await approved();
      await directory.linkLegacy(linking("usr_a"), link("usr_a"));
      await directory.noteLegacyHolder(linking("usr_a"));
      await directory.noteLegacyHolder(linking("usr_b", "sub-b"));
      expect((await directory.legacyIdentity("legacy-42"))?.nextSub).toBeUndefined();

      await directory.noteLegacyHolder(linking("usr_a", "sub-2"));
      expect(await directory.legacyIdentity("legacy-42")).toMatchObject({
        ...{ state: "LINKED", sub: SUB },
        nextSub: "sub-2",
      });
    });

    it("that was only prepared is unknown", async () => {
      const profile = profileOf({ sub: undefined });
      const { directory } = await open({ prepared: [{ legacyId: "legacy-42", profile }] });
      expect(await directory.linkLegacy(linking("usr_ada"), link("usr_ada"))).toBe("unknown");
    });
  });
});
