import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

const invitation: Invitation = {
  invitationId: "inv-1",
  email: "ada@example.com",
  systemAccountId: "acc-1",
  role: "Viewer",
  invitedBy: "ops",
  byOperator: true,
  invitedAt: NOW,
  status: "PENDING",
  expiresAtSeconds: Date.parse(NOW) / 1000 + 3600,
};
const at = new Date(NOW);
const invited = (key = "inv-1") => auditEvent("membership.invited", { subject: "pseudonym:a", key, at });
const accepted = (key = "inv-1") =>
  auditEvent("membership.accepted", { subject: userSubject("usr_ada"), key, at });
const revoked = auditEvent("membership.invitation_revoked", { subject: "pseudonym:a", key: "inv-1", at });
const profile = profileOf({ sub: undefined, membershipCount: 0, membershipVersion: 0 });
const seed = {
  accounts: [
    accountOf(),
    accountOf({ systemAccountId: "acc-2" }),
    accountOf({ systemAccountId: "acc-3", status: "SUSPENDED" }),
  ],
  prepared: [{ legacyId: "legacy-42", profile }],
};

describe.each<StoreKind>([memoryStores(), dynamoStores()])("invitations in $name", ({ open, close }) => {
  afterAll(close);

  it("are found by their token and by their address, with their event", async () => {
    const { invitations, recorded } = await open(seed);
    expect(await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited())).toBe(
      "created",
    );
    expect(await invitations.byTokenHash("hash-1")).toEqual(invitation);
    expect(await invitations.openFor("ada@example.com")).toEqual([invitation]);
    expect(await invitations.openFor("grace@example.com")).toEqual([]);
    expect(await invitations.byTokenHash("hash-2")).toBeUndefined();
    expect(await recorded("pseudonym:a")).toHaveLength(1);
  });

  it.each(["acc-3", "none"])(
    "into %s, which is not an active account, are refused, and nothing is written",
    async (systemAccountId) => {
      const { invitations, recorded } = await open(seed);
      expect(
        await invitations.create(
          { ...invitation, systemAccountId },
          { tokenHash: "hash-1", by: undefined },
          invited(),
        ),
      ).toBe("refused");
      expect(await invitations.byTokenHash("hash-1")).toBeUndefined();
      expect(await recorded("pseudonym:a")).toEqual([]);
    },
  );

  it("that are renewed make the earlier token invalid", async () => {
    const { invitations } = await open(seed);
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    await invitations.create(
      { ...invitation, invitationId: "inv-2", role: "Admin" },
      { tokenHash: "hash-2", by: undefined },
      invited("inv-2"),
    );
    expect(await invitations.byTokenHash("hash-1")).toBeUndefined();
    expect(await invitations.openFor("ada@example.com")).toMatchObject([
      { invitationId: "inv-2", role: "Admin" },
    ]);
    expect(await invitations.accept(invitation, { userId: "usr_ada", by: undefined }, accepted())).toBe(
      "refused",
    );
  });

  it("that are accepted create one counted ACTIVE membership in both rows, with one event", async () => {
    const { invitations, directory, recorded } = await open(seed);
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        invitations.accept(invitation, { userId: "usr_ada", by: undefined }, accepted()),
      ),
    );
    expect(outcomes).toContain("accepted");
    expect(await directory.standing("usr_ada", "acc-1")).toMatchObject({
      membership: { role: "Viewer", status: "ACTIVE" },
      profile: { membershipCount: 1, membershipVersion: 1, activeAccountId: "acc-1" },
    });
    expect(await recorded("user:usr_ada")).toHaveLength(1);
    expect(await invitations.byTokenHash("hash-1")).toMatchObject({ status: "ACCEPTED" });
    expect(await invitations.openFor("ada@example.com")).toEqual([]);
  });

  it("are expired at their end, even if the row still exists", async () => {
    const { invitations, clock } = await open(seed);
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    clock.advance(3_600_000);
    expect(await invitations.openFor("ada@example.com")).toEqual([]);
    expect(await invitations.accept(invitation, { userId: "usr_ada", by: undefined }, accepted())).toBe(
      "refused",
    );
  });

  it("that are revoked cannot be accepted, and those that were accepted cannot be revoked", async () => {
    const { invitations } = await open(seed);
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    expect(await invitations.revoke(invitation, revoked)).toBe("revoked");
    expect(await invitations.accept(invitation, { userId: "usr_ada", by: undefined }, accepted())).toBe(
      "refused",
    );

    const other = { ...invitation, invitationId: "inv-2", systemAccountId: "acc-2" };
    await invitations.create(other, { tokenHash: "hash-2", by: undefined }, invited("inv-2"));
    expect(await invitations.accept(other, { userId: "usr_ada", by: undefined }, accepted("inv-2"))).toBe(
      "accepted",
    );
    const late = auditEvent("membership.invitation_revoked", { subject: "pseudonym:a", key: "inv-2", at });
    expect(await invitations.revoke(other, late)).toBe("refused");
  });

  it("are refused for a user without a profile", async () => {
    const { invitations } = await open(seed);
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    expect(await invitations.accept(invitation, { userId: "usr_nobody", by: undefined }, accepted())).toBe(
      "refused",
    );
  });

  it.each([
    ["INVITED", "accepted", "Viewer"],
    ["REMOVED", "accepted", "Viewer"],
    ["ACTIVE", "refused", "Admin"],
    ["SUSPENDED", "refused", "Admin"],
  ] as const)("to a member who is %s are %s", async (status, outcome, role) => {
    const membership = membershipOf({ status, role: "Admin" });
    const { invitations, directory } = await open({ ...seed, memberships: [membership] });
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    expect(await invitations.accept(invitation, { userId: "usr_ada", by: undefined }, accepted())).toBe(
      outcome,
    );
    expect((await directory.standing("usr_ada", "acc-1")).membership).toMatchObject({
      role,
      status: outcome === "accepted" ? "ACTIVE" : status,
    });
  });

  it("are listed by account page by page: the newest of each address, until it is answered", async () => {
    const { invitations } = await open(seed);
    const into = (index: number, more: Partial<Invitation> = {}) => {
      const id = `inv-${index}`;
      const made = { ...invitation, invitationId: id, email: `p${index % 4}@example.com`, ...more };
      return invitations.create(made, { tokenHash: `hash-${index}`, by: undefined }, invited(id));
    };
    for (const index of [1, 2, 3, 4, 5, 6]) await into(index);
    await into(7, { systemAccountId: "acc-2" });
    const third = await invitations.byId("acc-1", "inv-3");
    await invitations.revoke({ systemAccountId: "acc-1", email: "p3@example.com" }, revoked);

    const seen: (readonly [string, string])[] = [];
    let after: string | undefined;
    do {
      const page = await invitations.ofAccount("acc-1", { limit: 2, after });
      seen.push(...page.items.map(({ invitationId, status }) => [invitationId, status] as const));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual([
      ["inv-4", "PENDING"],
      ["inv-5", "PENDING"],
      ["inv-6", "PENDING"],
    ]);
    expect(await invitations.byId("acc-1", "inv-3")).toMatchObject({ status: "REVOKED" });
    expect(third).toMatchObject({ email: "p3@example.com", status: "PENDING" });
    expect(await invitations.byId("acc-1", "inv-1")).toBeUndefined();
    expect(await invitations.byId("acc-2", "inv-4")).toBeUndefined();
    expect((await invitations.ofAccount("acc-3", { limit: 5 })).items).toEqual([]);
  });

  it("that are declined cannot be accepted; an older one does not decline a newer one", async () => {
    const { invitations, recorded } = await open(seed);
    const declined = (key: string) =>
      auditEvent("membership.declined", { subject: userSubject("usr_ada"), key, at });
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    const newer = { ...invitation, invitationId: "inv-2" };
    await invitations.create(newer, { tokenHash: "hash-2", by: undefined }, invited("inv-2"));
    expect(await invitations.decline(invitation, declined("inv-1"))).toBe("refused");
    expect(await invitations.decline(newer, declined("inv-2"))).toBe("declined");
    expect(await invitations.decline(newer, declined("again"))).toBe("refused");
    expect(await invitations.accept(newer, { userId: "usr_ada", by: undefined }, accepted("inv-2"))).toBe(
      "refused",
    );
    expect(await invitations.byTokenHash("hash-2")).toMatchObject({ status: "DECLINED" });
    expect(await recorded("user:usr_ada")).toHaveLength(1);
  });

  it("are not revoked by an id that was replaced", async () => {
    const { invitations } = await open(seed);
    await invitations.create(invitation, { tokenHash: "hash-1", by: undefined }, invited());
    await invitations.create(
      { ...invitation, invitationId: "inv-2" },
      { tokenHash: "hash-2", by: undefined },
      invited("inv-2"),
    );
    expect(await invitations.revoke(invitation, revoked)).toBe("refused");
    const { email, systemAccountId } = invitation;
    expect(await invitations.revoke({ email, systemAccountId }, revoked)).toBe("revoked");
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "invitations after endings in $name",
  ({ open, close }) => {
    afterAll(close);
    const by = membershipOf({ userId: "usr_grace", role: "Admin" });
    const [early, late] = [
      new Date(Date.parse(NOW) - 1000).toISOString(),
      new Date(Date.parse(NOW) + 1000).toISOString(),
    ];
    const made = { ...invitation, invitedBy: "usr_grace", byOperator: undefined };
    const { byOperator: _, ...ofGrace } = made;
    const people = {
      ...seed,
      prepared: [
        ...seed.prepared,
        { legacyId: "legacy-43", profile: profileOf({ userId: "usr_grace", sub: undefined }) },
      ],
    };
    const change = (name: string) =>
      auditEvent("membership.role_changed", { subject: userSubject("usr_grace"), key: name, at });

    it.each([
      ["is as it was read", by, "created"],
      ["was demoted", { ...by, role: "Viewer" }, "refused"],
      ["was suspended", { ...by, status: "SUSPENDED" }, "refused"],
      ["was removed", { ...by, status: "REMOVED" }, "refused"],
    ] as const)("are written only while the membership of the inviter %s", async (_name, held, outcome) => {
      const { invitations, recorded } = await open({ ...people, memberships: [held] });
      expect(await invitations.create(ofGrace, { tokenHash: "hash-1", by }, invited())).toBe(outcome);
      expect(await recorded("pseudonym:a")).toHaveLength(outcome === "created" ? 1 : 0);
    });

    it.each([
      ["demoted", { role: "Viewer" }],
      ["suspended", { status: "SUSPENDED" }],
      ["removed", { status: "REMOVED" }],
    ] as const)(
      "are not accepted if the inviter is %s between the read and the write",
      async (name, after) => {
        const { invitations, accounts, directory } = await open({ ...people, memberships: [by] });
        await invitations.create(ofGrace, { tokenHash: "hash-1", by }, invited());
        const changed = [{ before: by, after: { ...by, ...after } }];
        expect(await accounts.changeMembers(changed, undefined, change(name))).toBe("changed");
        expect(await invitations.accept(ofGrace, { userId: "usr_ada", by }, accepted())).toBe("refused");
        expect((await directory.standing("usr_ada", "acc-1")).membership).toBeUndefined();
      },
    );

    it("are not accepted if they began before the inviter was suspended and reinstated", async () => {
      const { invitations, accounts } = await open({ ...people, memberships: [by] });
      await invitations.create({ ...ofGrace, invitedAt: early }, { tokenHash: "hash-1", by }, invited());
      const suspended = { ...by, status: "SUSPENDED" as const };
      await accounts.changeMembers([{ before: by, after: suspended }], undefined, change("1"));
      await accounts.changeMembers([{ before: suspended, after: by }], undefined, change("2"));
      expect(
        await invitations.accept({ ...ofGrace, invitedAt: early }, { userId: "usr_ada", by }, accepted()),
      ).toBe("refused");
      expect(
        await invitations.accept({ ...ofGrace, invitedAt: late }, { userId: "usr_ada", by }, accepted()),
      ).toBe("accepted");
    });

    it.each([
      ["before the user left", early, "refused"],
      ["at an unknown time", undefined, "refused"],
      ["after the user left", late, "accepted"],
    ] as const)("that began %s are %s", async (_name, invitedAt, outcome) => {
      const held = membershipOf({ role: "Viewer" });
      const { invitations, accounts } = await open({ ...people, memberships: [held] });
      const left = { before: held, after: { ...held, status: "REMOVED" as const } };
      await accounts.changeMembers([left], undefined, change("left"));
      const { invitedAt: _at, ...untimed } = invitation;
      const timed = invitedAt === undefined ? untimed : { ...untimed, invitedAt };
      await invitations.create(timed, { tokenHash: "hash-1", by: undefined }, invited());
      expect(await invitations.accept(timed, { userId: "usr_ada", by: undefined }, accepted())).toBe(outcome);
    });
  },
);
