import { afterAll, describe, expect, it } from "@jest/globals";
import type { Membership } from "../../shared/domain/account.js";
import { accountSubject, auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

const at = new Date(NOW);
const created = (key = "acc-new") =>
  auditEvent("account.created", { subject: accountSubject(key), key, at, details: { systemAccountId: key } });
const changed = (key: string, userId = "usr_ada") =>
  auditEvent("membership.role_changed", { subject: userSubject(userId), key, at });
const renamed = (key = "1") => auditEvent("account.renamed", { subject: accountSubject("acc-1"), key, at });

const user = (name: string) =>
  profileOf({
    userId: `usr_${name}`,
    email: `${name}@example.com`,
    sub: undefined,
    membershipCount: 1,
    membershipVersion: 1,
    activeAccountId: "acc-1",
  });
const prepared = ["ada", "grace", "joan"].map((name) => ({
  legacyId: `legacy-${name}`,
  profile: { ...user(name), legacyId: `legacy-${name}` },
}));
const owner = membershipOf({ role: "Admin", owner: true });
const grace = membershipOf({ userId: "usr_grace", role: "Admin" });
const joan = membershipOf({ userId: "usr_joan", role: "Viewer" });
const seed = { accounts: [accountOf()], prepared, memberships: [owner, grace, joan] };
const withoutOwner = ({ owner: _, ...rest }: Membership): Membership => rest;
const held = async ({ directory }: Stores, userId: string) =>
  (await directory.standing(userId, "acc-1")).membership;

describe.each<StoreKind>([memoryStores(), dynamoStores()])("accounts in $name", ({ open, close }) => {
  afterAll(close);

  describe("a new account", () => {
    const account = accountOf({ systemAccountId: "acc-new", visibleAccountId: "A-2000", name: "New" });
    const first = membershipOf({ systemAccountId: "acc-new", role: "Admin", owner: true });

    it("has its owner as an ACTIVE member, counted, both ways, with one event", async () => {
      const { accounts, directory, recorded } = await open({ prepared });
      expect(await accounts.create(account, first, created())).toBe("created");
      expect(await directory.standing("usr_ada", "acc-new")).toMatchObject({
        account: { ...account, ownerCount: 1 },
        membership: first,
        profile: { membershipCount: 2, membershipVersion: 2, activeAccountId: "acc-1" },
      });
      expect((await accounts.members("acc-new", { limit: 10 })).items).toEqual([first]);
      expect(await recorded("account:acc-new")).toHaveLength(1);
    });

    it("can be created by an operator without an owner", async () => {
      const { accounts, directory } = await open();
      expect(await accounts.create(account, undefined, created())).toBe("created");
      expect(await directory.accounts(["acc-new"])).toEqual([{ ...account, ownerCount: 0 }]);
    });

    it.each([
      ["system id", { visibleAccountId: "A-3000" }],
      ["visible id", { systemAccountId: "acc-other" }],
      ["visible id in other casing", { systemAccountId: "acc-other", visibleAccountId: "a-2000" }],
    ])("is refused with %s that is taken, and writes nothing", async (_, change) => {
      const { accounts, directory, recorded } = await open({ prepared });
      await accounts.create(account, undefined, created());
      const other = { ...account, ...change };
      const theirs = { ...first, systemAccountId: other.systemAccountId };
      expect(await accounts.create(other, theirs, created("again"))).toBe("refused");
      expect(await directory.standing("usr_ada", other.systemAccountId)).not.toHaveProperty(
        "membership.role",
      );
      expect(await directory.profile("usr_ada")).toMatchObject({ membershipCount: 1 });
      expect(await recorded("account:again")).toEqual([]);
    });

    it("is refused to a user who is not ACTIVE", async () => {
      const suspended = { ...user("ada"), status: "SUSPENDED" } as const;
      const { accounts } = await open({ prepared: [{ legacyId: "legacy-ada", profile: suspended }] });
      expect(await accounts.create(account, first, created())).toBe("refused");
      expect(await accounts.create(account, { ...first, userId: "usr_nobody" }, created())).toBe("refused");
    });

    it("requested twenty times in parallel with one visible id is created once", async () => {
      const { accounts } = await open({ prepared });
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const made = { ...account, systemAccountId: `acc-${index + 10}` };
          return accounts.create(made, undefined, created(made.systemAccountId));
        }),
      );
      expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
    });
  });

  describe("an account", () => {
    it("is renamed only if the membership has not changed since the decision", async () => {
      const { accounts, directory, recorded } = await open(seed);
      const rename = (by: Membership, key: string) =>
        accounts.rename({ systemAccountId: "acc-1", name: "Bolt", by }, renamed(key));
      expect(await rename({ ...grace, role: "Viewer" }, "1")).toBe("refused");
      expect(await rename({ ...grace, owner: true }, "2")).toBe("refused");
      expect(await rename(grace, "3")).toBe("changed");
      expect(await directory.accounts(["acc-1"])).toEqual([accountOf({ name: "Bolt", ownerCount: 1 })]);
      expect(await recorded("account:acc-1")).toHaveLength(1);
    });

    it("changes its status only from the named ones, and keeps its memberships", async () => {
      const stores = await open(seed);
      const { accounts } = stores;
      const to = (status: "SUSPENDED" | "CLOSED", from: "ACTIVE" | "SUSPENDED", key: string) =>
        accounts.changeStatus({ systemAccountId: "acc-1", from: [from], to: status }, renamed(key));
      expect(await to("CLOSED", "SUSPENDED", "1")).toBe("refused");
      expect(await to("SUSPENDED", "ACTIVE", "2")).toBe("changed");
      expect(await to("SUSPENDED", "ACTIVE", "3")).toBe("refused");
      expect(await held(stores, "usr_joan")).toMatchObject({ status: "ACTIVE" });
      const rename = { systemAccountId: "acc-1", name: "Bolt", by: grace };
      expect(await accounts.rename(rename, renamed("4"))).toBe("refused");
      const change = { before: joan, after: { ...joan, role: "Admin" as const } };
      expect(await accounts.changeMembers([change], owner, changed("5"))).toBe("refused");
    });

    it("that is unknown is not changed", async () => {
      const { accounts, directory } = await open();
      const unknown = { systemAccountId: "none", from: ["ACTIVE"], to: "CLOSED" } as const;
      expect(await accounts.changeStatus(unknown, renamed())).toBe("refused");
      expect(await directory.accounts(["none"])).toEqual([]);
    });
  });

  describe("members", () => {
    it("change in both rows, and are counted while they are ACTIVE", async () => {
      const stores = await open(seed);
      const { accounts, directory } = stores;
      const being = (change: Partial<Membership>): Membership => ({ ...joan, ...change });
      const steps = [
        [joan, being({ role: "Manager" }), 1],
        [being({ role: "Manager" }), being({ role: "Manager", status: "SUSPENDED" }), 0],
        [being({ role: "Manager", status: "SUSPENDED" }), being({ role: "Manager" }), 1],
        [being({ role: "Manager" }), being({ role: "Manager", status: "REMOVED" }), 0],
      ] as const;
      for (const [index, [from, to, membershipCount]] of steps.entries()) {
        const change = { before: from, after: to };
        const event = changed(String(index), "usr_joan");
        expect(await accounts.changeMembers([change], owner, event)).toBe("changed");
        const left = to.status === "REMOVED" && { leftAt: event.at };
        const suspended = index > 0 && { suspendedAt: event.at };
        expect(await held(stores, "usr_joan")).toEqual({ ...to, ...suspended, ...left });
        expect(await directory.profile("usr_joan")).toMatchObject({
          membershipCount,
          membershipVersion: index + 2,
        });
      }
      expect((await accounts.members("acc-1", { limit: 9 })).items).toEqual([owner, grace]);
    });

    it.each([
      ["the member has changed since", [{ ...joan, role: "Admin" as const }], owner],
      ["the member was removed", [{ ...joan, status: "REMOVED" as const }], owner],
      ["the deciding user is no longer an Admin", [joan], { ...owner, role: "Viewer" as const }],
      ["the deciding user is no longer an owner", [joan], { ...grace, owner: true }],
    ])("stay as they are when %s", async (_, befores, by) => {
      const stores = await open(seed);
      const changes = befores.map((before) => ({ before, after: { ...before, role: "Manager" as const } }));
      expect(await stores.accounts.changeMembers(changes, by, changed("1"))).toBe("refused");
      expect(await held(stores, "usr_joan")).toEqual(joan);
      expect(await stores.recorded("user:usr_ada")).toEqual([]);
      expect(await stores.directory.profile("usr_joan")).toMatchObject({ membershipVersion: 1 });
    });

    it("transfer or share the ownership in one step, and the last owner keeps it", async () => {
      const stores = await open(seed);
      const { accounts, directory } = stores;
      const given = { ...grace, owner: true };
      const pass = [
        { before: owner, after: withoutOwner(owner) },
        { before: grace, after: given },
      ];
      expect(await accounts.changeMembers(pass, owner, changed("1"))).toBe("changed");
      expect([await held(stores, "usr_ada"), await held(stores, "usr_grace")]).toEqual([
        withoutOwner(owner),
        given,
      ]);
      const leave = { before: given, after: { ...withoutOwner(given), status: "REMOVED" as const } };
      expect(await accounts.changeMembers([leave], given, changed("2", "usr_grace"))).toBe("refused");
      const share = { before: withoutOwner(owner), after: owner };
      expect(await accounts.changeMembers([share], given, changed("3"))).toBe("changed");
      expect(await directory.accounts(["acc-1"])).toEqual([accountOf({ ownerCount: 2 })]);
      expect(await accounts.changeMembers([leave], given, changed("4", "usr_grace"))).toBe("changed");
      expect(await directory.accounts(["acc-1"])).toEqual([accountOf({ ownerCount: 1 })]);
    });

    it("never leave an account without an owner, also if all owners leave in parallel", async () => {
      const second = { ...grace, owner: true };
      const stores = await open({ ...seed, memberships: [owner, second, joan] });
      const attempts = Array.from({ length: 50 }, (_, index) => {
        const [mine, other] = index % 2 === 0 ? [owner, second] : [second, owner];
        const before = index % 4 < 2 ? mine : other;
        const status = index % 3 === 0 ? "SUSPENDED" : "REMOVED";
        const change = { before, after: { ...withoutOwner(before), status } as Membership };
        return stores.accounts.changeMembers([change], mine, changed(String(index), before.userId));
      });
      const outcomes = await Promise.all(attempts);
      expect(outcomes.filter((outcome) => outcome === "changed")).toHaveLength(1);
      const left = [await held(stores, "usr_ada"), await held(stores, "usr_grace")];
      expect(left.filter((each) => each?.owner === true && each.status === "ACTIVE")).toHaveLength(1);
      expect((await stores.directory.accounts(["acc-1"]))[0]?.ownerCount).toBe(1);
    });
  });

  describe("the active account", () => {
    const both = {
      ...seed,
      accounts: [
        accountOf(),
        accountOf({ systemAccountId: "acc-2" }),
        accountOf({ systemAccountId: "acc-3", status: "CLOSED" }),
      ],
      memberships: [
        membershipOf({ systemAccountId: "acc-2" }),
        membershipOf({ systemAccountId: "acc-3" }),
        membershipOf({ status: "SUSPENDED" }),
      ],
    };
    const switched = auditEvent("account.switched", { subject: userSubject("usr_ada"), key: "1", at });

    it("is one where the user is an ACTIVE member, and the version of the claims grows", async () => {
      const { accounts, directory, recorded } = await open(both);
      const to = { userId: "usr_ada", systemAccountId: "acc-2" };
      expect(await accounts.activate(to, switched)).toBe("activated");
      expect(await directory.profile("usr_ada")).toMatchObject({
        activeAccountId: "acc-2",
        membershipVersion: 2,
        membershipCount: 1,
      });
      expect(await recorded("user:usr_ada")).toHaveLength(1);
    });

    it.each(["acc-1", "acc-3", "none"])(
      "cannot be %s: an account without ACTIVE membership, or one that is not ACTIVE",
      async (id) => {
        const { accounts, directory, recorded } = await open(both);
        expect(await accounts.activate({ userId: "usr_ada", systemAccountId: id }, switched)).toBe("refused");
        expect(await directory.profile("usr_ada")).toMatchObject({
          activeAccountId: "acc-1",
          membershipVersion: 1,
        });
        expect(await recorded("user:usr_ada")).toEqual([]);
      },
    );
  });

  describe("pages", () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      membershipOf({
        userId: `usr_${String(index).padStart(2, "0")}`,
        status: index % 5 === 0 ? "REMOVED" : "ACTIVE",
      }),
    );
    it.each([1, 7, 100])(
      "of %i return every member once, in order, without removed members",
      async (limit) => {
        const { accounts } = await open({ memberships: [...many].reverse() });
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await accounts.members("acc-1", { limit, after });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ userId }) => userId));
          after = page.next;
        } while (after !== undefined);
        expect(seen).toEqual(many.filter(({ status }) => status === "ACTIVE").map(({ userId }) => userId));
      },
    );

    it("have the addresses of those who have a profile", async () => {
      const { accounts } = await open(seed);
      const addresses = await accounts.addresses(["usr_ada", "usr_nobody", "usr_joan"]);
      expect([...addresses].sort()).toEqual([
        ["usr_ada", "ada@example.com"],
        ["usr_joan", "joan@example.com"],
      ]);
      expect((await accounts.addresses([])).size).toBe(0);
    });

    it("of a user list only their own accounts", async () => {
      const mine = ["acc-1", "acc-2", "acc-3"].map((systemAccountId) => membershipOf({ systemAccountId }));
      const { directory } = await open({ memberships: [...mine, grace] });
      const first = await directory.memberships("usr_ada", { limit: 2 });
      expect(first).toEqual({ items: mine.slice(0, 2), next: "acc-2" });
      const rest = await directory.memberships("usr_ada", { limit: 2, after: first.next });
      expect(rest).toEqual({ items: mine.slice(2), next: undefined });
      expect((await directory.memberships("usr_nobody", { limit: 2 })).items).toEqual([]);
    });
  });
});
