import { afterAll, describe, expect, it } from "@jest/globals";
import { type AuditEventType, accountSubject, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { MOST_TEAMS_OF_A_MEMBER, type Team } from "../../shared/domain/permission/affiliation.js";
import type { Grant } from "../../shared/domain/permission/grant.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

const SUBJECT = accountSubject("acc-1");
let happened = 0;
const eventOf = (type: AuditEventType, key?: string) => {
  happened += 1;
  return auditEvent(type, { subject: SUBJECT, key: key ?? `request-${happened}`, at: new Date(NOW) });
};
const granted = (key?: string) => eventOf("permission.granted", key);
const admin = membershipOf({ userId: "usr_grace", role: "Admin" });
const seed = {
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2", visibleAccountId: "A-1002" })],
  memberships: [admin, { ...admin, systemAccountId: "acc-2" }, membershipOf({ role: "Viewer" })],
  prepared: [{ legacyId: "legacy-42", profile: profileOf({ sub: undefined }) }],
};
const grantOf = (change: Partial<Grant> = {}): Grant => ({
  systemAccountId: "acc-1",
  resource: "invoice/1",
  grantee: "user:usr_ada",
  actions: ["read"],
  grantedBy: "usr_grace",
  grantedAt: NOW,
  ...change,
});
/** More than the team's rows that a deletion clears at once. */
const crowd = Array.from({ length: 120 }, (_, index) => {
  const userId = `usr_crowd_${String(index).padStart(3, "0")}`;
  return {
    prepared: { legacyId: `legacy-${userId}`, profile: profileOf({ userId, sub: undefined }) },
    membership: membershipOf({ userId, role: "Viewer" }),
  };
});
const teamOf = (change: Partial<Team> = {}): Team => ({
  teamId: "team_1",
  systemAccountId: "acc-1",
  name: "Night shift",
  ...change,
});
const wanted = (grantees: string[], resources = ["invoice/1"]) => ({ resources, grantees });
const ALL = { limit: 100 };

describe.each<StoreKind>([memoryStores(), dynamoStores()])("permissions in $name", ({ open, close }) => {
  afterAll(close);

  it("are found by resource and by grantee, with their event", async () => {
    const { permissions, recorded } = await open(seed);
    const grant = grantOf({ expiresAtSeconds: 1735693200 });
    expect(await permissions.grant(grant, admin, granted())).toBe("granted");
    expect((await permissions.grantsOn("acc-1", "invoice/1", ALL)).items).toEqual([grant]);
    expect((await permissions.grantsTo("acc-1", "user:usr_ada", ALL)).items).toEqual([grant]);
    const evidence = await permissions.evidence("acc-1", wanted(["user:usr_ada", "role:Viewer"]));
    expect(evidence.grants).toEqual([grant]);
    expect(await recorded(SUBJECT)).toHaveLength(1);
  });

  it("of one account are never seen from another one", async () => {
    const { permissions } = await open(seed);
    await permissions.grant(grantOf(), admin, granted());
    expect((await permissions.evidence("acc-2", wanted(["user:usr_ada"]))).grants).toEqual([]);
    expect((await permissions.grantsOn("acc-2", "invoice/1", ALL)).items).toEqual([]);
    expect((await permissions.grantsTo("acc-2", "user:usr_ada", ALL)).items).toEqual([]);
  });

  it("to a group whose name looks like a key are that group's alone", async () => {
    const { permissions } = await open(seed);
    await permissions.grant(grantOf({ grantee: "group:a#GRANTEE#group:b" }), admin, granted());
    expect((await permissions.grantsTo("acc-1", "group:a", ALL)).items).toEqual([]);
    expect((await permissions.grantsTo("acc-1#GRANTEE#group:a", "group:b", ALL)).items).toEqual([]);
    expect((await permissions.grantsTo("acc-1", "group:a#GRANTEE#group:b", ALL)).items).toHaveLength(1);
  });

  it("to one of many grantees are found among all that the resources have", async () => {
    const { permissions, teams } = await open(seed);
    for (const teamId of ["team_there", "team_other"])
      await teams.create(teamOf({ teamId }), admin, eventOf("team.created"));
    // More than one query reads; the order of DynamoDB is by bytes, in which U+FFFD precedes U+1F600.
    const strangers = Array.from({ length: 110 }, (_, index) => `group:a${index}`);
    const last = ["group:\uFFFD", "group:\u{1F600}", "role:Viewer", "team:team_deleted", "team:team_there"];
    for (const grantee of [...strangers, ...last, "user:usr_ada", "user:usr_eve"])
      await permissions.grant(grantOf({ grantee }), admin, granted());
    await permissions.grant(grantOf({ resource: "invoice/2", grantee: "team:team_there" }), admin, granted());
    await permissions.describe(
      { systemAccountId: "acc-1", resource: "invoice/2", facts: { project: "Apollo" } },
      admin,
      eventOf("resource.described"),
    );
    const mine = ["user:usr_ada", "group:a7", ...last, "team:team_other", "group:none", "group:other"];
    const found = await permissions.evidence("acc-1", wanted(mine, ["invoice/1", "invoice/2", "invoice/3"]));
    const places = found.grants.map(({ resource, grantee }) => `${resource} ${grantee}`);
    expect(places.toSorted()).toEqual(
      [
        ...["user:usr_ada", "group:a7", ...last].map((grantee) => `invoice/1 ${grantee}`),
        "invoice/2 team:team_there",
      ].toSorted(),
    );
    expect(found.teams).toContain("team_there");
    expect(found.teams).not.toContain("team_deleted");
    expect([...found.facts]).toEqual([["invoice/2", { project: "Apollo" }]]);
    const light = await permissions.evidence("acc-1", wanted(mine, ["invoice/2"]));
    expect(light.grants.map(({ grantee }) => grantee)).toEqual(["team:team_there"]);
  });

  it("that are granted again replace the earlier ones, in both directions", async () => {
    const { permissions } = await open(seed);
    await permissions.grant(grantOf(), admin, granted());
    await permissions.grant(grantOf({ actions: ["write"] }), admin, granted());
    const [page, other] = await Promise.all([
      permissions.grantsOn("acc-1", "invoice/1", ALL),
      permissions.grantsTo("acc-1", "user:usr_ada", ALL),
    ]);
    expect([page.items, other.items].map(([only]) => only?.actions)).toEqual([["write"], ["write"]]);
  });

  it("that are revoked are gone, and cannot be revoked twice", async () => {
    const { permissions, recorded } = await open(seed);
    await permissions.grant(grantOf(), admin, granted());
    expect(await permissions.revoke(grantOf(), admin, eventOf("permission.revoked"))).toBe("revoked");
    expect(await permissions.revoke(grantOf(), admin, eventOf("permission.revoked"))).toBe("refused");
    expect((await permissions.grantsOn("acc-1", "invoice/1", ALL)).items).toEqual([]);
    expect((await permissions.grantsTo("acc-1", "user:usr_ada", ALL)).items).toEqual([]);
    expect(await recorded(SUBJECT)).toHaveLength(2);
  });

  it.each([
    ["whose role changed", { ...admin, role: "Manager" }],
    ["who is suspended meanwhile", { ...admin, status: "SUSPENDED" as const }],
    ["who is unknown", { ...admin, userId: "usr_none" }],
    ["in an account that is not there", { ...admin, systemAccountId: "acc-9" }],
  ])("are not granted by a user %s, and nothing is written", async (_, by) => {
    const { permissions, recorded } = await open(seed);
    expect(await permissions.grant(grantOf(), by, granted())).toBe("refused");
    expect((await permissions.grantsOn("acc-1", "invoice/1", ALL)).items).toEqual([]);
    expect(await recorded(SUBJECT)).toEqual([]);
  });

  it("granted twice under one event are recorded once", async () => {
    const { permissions, recorded } = await open(seed);
    await permissions.grant(grantOf(), admin, granted("same"));
    expect(await permissions.grant(grantOf(), admin, granted("same"))).toBe("granted");
    expect(await recorded(SUBJECT)).toHaveLength(1);
  });

  it("come page by page, each once", async () => {
    const { permissions } = await open(seed);
    const grantees = ["group:a", "group:b", "role:Viewer", "team:t", "user:usr_ada"];
    for (const grantee of grantees) await permissions.grant(grantOf({ grantee }), admin, granted());
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await permissions.grantsOn("acc-1", "invoice/1", { after, limit: 2 });
      seen.push(...page.items.map(({ grantee }) => grantee));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(grantees);
  });

  it("use the latest facts of the resource", async () => {
    const { permissions } = await open(seed);
    const of = (facts: object) => ({ systemAccountId: "acc-1", resource: "invoice/1", facts });
    const described = () => eventOf("resource.described");
    expect(await permissions.facts("acc-1", "invoice/1")).toEqual({});
    await permissions.describe(of({ ownerId: "usr_ada", department: "Finance" }), admin, described());
    await permissions.describe(of({ project: "Apollo" }), admin, described());
    expect(await permissions.facts("acc-1", "invoice/1")).toEqual({ project: "Apollo" });
    const { facts } = await permissions.evidence("acc-1", wanted([], ["invoice/1", "invoice/2"]));
    expect([...facts]).toEqual([["invoice/1", { project: "Apollo" }]]);
    expect(await permissions.facts("acc-2", "invoice/1")).toEqual({});
  });

  it("have teams, and none replaces another of its id", async () => {
    const { teams, recorded } = await open(seed);
    expect(await teams.create(teamOf(), admin, eventOf("team.created"))).toBe("created");
    const other = teamOf({ name: "Another" });
    expect(await teams.create(other, admin, eventOf("team.created"))).toBe("refused");
    expect(await teams.find("acc-1", "team_1")).toEqual(teamOf());
    expect(await recorded(eventOf("team.created").subject)).toHaveLength(1);
  });

  it("are asked for a member with their standing and what they belong to", async () => {
    const { permissions, teams } = await open(seed);
    const ada = { userId: "usr_ada", systemAccountId: "acc-1" };
    await teams.create(teamOf(), admin, eventOf("team.created"));
    await teams.addMember(teamOf(), "usr_ada", admin, eventOf("team.member_added"));
    const to = { department: "Finance", projects: ["Apollo", "Gemini"] };
    expect(await teams.affiliate(ada, to, admin, eventOf("member.affiliated"))).toBe("changed");
    const { standing, affiliation } = await permissions.member("usr_ada", "acc-1");
    expect([standing.profile?.userId, standing.membership?.role, standing.account?.status]).toEqual([
      "usr_ada",
      "Viewer",
      "ACTIVE",
    ]);
    expect(affiliation).toEqual({ ...to, teams: ["team_1"] });
    expect((await permissions.member("usr_ada", "acc-2")).affiliation).toEqual({ projects: [], teams: [] });
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "a former member who joins again in $name",
  ({ open, close }) => {
    afterAll(close);

    it("is in no team, and recorded as a former member", async () => {
      const { permissions, teams, accounts, invitations, clock } = await open(seed);
      await teams.create(teamOf(), admin, eventOf("team.created"));
      await teams.addMember(teamOf(), "usr_ada", admin, eventOf("team.member_added"));
      const before = membershipOf({ role: "Viewer" });
      const removal = { before, after: { ...before, status: "REMOVED" as const } };
      expect(await accounts.changeMembers([removal], admin, eventOf("membership.removed"))).toBe("changed");
      const invitation = {
        ...{ invitationId: "inv-1", email: "ada@example.com", systemAccountId: "acc-1", role: "Viewer" },
        ...{ invitedBy: "ops", byOperator: true, status: "PENDING" as const },
        invitedAt: new Date(clock.now().getTime() + 1).toISOString(),
        expiresAtSeconds: clock.now().getTime() / 1000 + 60,
      };
      await invitations.create(
        invitation,
        { tokenHash: "hash-1", by: undefined },
        eventOf("membership.invited"),
      );
      expect(
        await invitations.accept(
          invitation,
          { userId: "usr_ada", by: undefined },
          eventOf("membership.accepted"),
        ),
      ).toBe("accepted");
      const { standing, affiliation } = await permissions.member("usr_ada", "acc-1");
      expect(standing.membership).toEqual({ ...before, leftAt: NOW });
      expect(affiliation).toEqual({ projects: [], teams: [] });
    });
  },
);

describe.each<StoreKind>([memoryStores(), dynamoStores()])("teams in $name", ({ open, close }) => {
  afterAll(close);

  it("are listed by their account, and renamed", async () => {
    const { teams } = await open(seed);
    await teams.create(teamOf(), admin, eventOf("team.created"));
    await teams.create(teamOf({ teamId: "team_2", name: "Day shift" }), admin, eventOf("team.created"));
    const renamed = teamOf({ name: "Late shift" });
    expect(await teams.rename(renamed, admin, eventOf("team.renamed"))).toBe("changed");
    expect((await teams.list("acc-1", ALL)).items.map(({ name }) => name)).toEqual([
      "Late shift",
      "Day shift",
    ]);
    expect((await teams.list("acc-2", ALL)).items).toEqual([]);
    expect(await teams.find("acc-1", "team_1")).toEqual(renamed);
    expect(await teams.find("acc-2", "team_1")).toBeUndefined();
    const absent = teamOf({ teamId: "team_9" });
    expect(await teams.rename(absent, admin, eventOf("team.renamed"))).toBe("refused");
  });

  it("have members, who are removed once", async () => {
    const { teams } = await open(seed);
    await teams.create(teamOf(), admin, eventOf("team.created"));
    const add = (userId: string) => teams.addMember(teamOf(), userId, admin, eventOf("team.member_added"));
    expect([await add("usr_ada"), await add("usr_ada"), await add("usr_grace")]).toEqual([
      "added",
      "added",
      "added",
    ]);
    expect((await teams.members("acc-1", "team_1", ALL)).items).toEqual(["usr_ada", "usr_grace"]);
    const remove = () => teams.removeMember(teamOf(), "usr_ada", admin, eventOf("team.member_removed"));
    expect([await remove(), await remove()]).toEqual(["removed", "refused"]);
    expect((await teams.members("acc-1", "team_1", ALL)).items).toEqual(["usr_grace"]);
  });

  it("accept only members of the account, and exist only after their creation", async () => {
    const { teams } = await open(seed);
    await teams.create(teamOf(), admin, eventOf("team.created"));
    const add = (team: Team, userId: string) =>
      teams.addMember(team, userId, admin, eventOf("team.member_added"));
    expect(await add(teamOf(), "usr_none")).toBe("refused");
    expect(await add(teamOf({ teamId: "team_9" }), "usr_ada")).toBe("refused");
    const unknownUser = { userId: "usr_none", systemAccountId: "acc-1" };
    expect(await teams.affiliate(unknownUser, { projects: [] }, admin, eventOf("member.affiliated"))).toBe(
      "refused",
    );
  });

  it("that are deleted have no effect, and do not count against their members' limit", async () => {
    const { teams, permissions } = await open(seed);
    await teams.create(teamOf(), admin, eventOf("team.created"));
    await teams.addMember(teamOf(), "usr_ada", admin, eventOf("team.member_added"));
    const there = () => permissions.existingTeams("acc-1", ["team_1"]);
    expect(await there()).toEqual(["team_1"]);
    expect(await teams.remove(teamOf(), admin, eventOf("team.deleted"))).toBe("removed");
    expect(await teams.remove(teamOf(), admin, eventOf("team.deleted"))).toBe("refused");
    expect(await there()).toEqual([]);
    expect((await permissions.member("usr_ada", "acc-1")).affiliation.teams).toEqual([]);
  });

  it("show no members who left the account", async () => {
    const { teams, accounts } = await open(seed);
    await teams.create(teamOf(), admin, eventOf("team.created"));
    for (const userId of ["usr_ada", "usr_grace"])
      await teams.addMember(teamOf(), userId, admin, eventOf("team.member_added"));
    const before = membershipOf({ role: "Viewer" });
    const left = { before, after: { ...before, status: "REMOVED" as const } };
    expect(await accounts.changeMembers([left], admin, eventOf("membership.removed"))).toBe("changed");
    expect((await teams.members("acc-1", "team_1", ALL)).items).toEqual(["usr_grace"]);
  });

  it("that are deleted are forgotten by all of their members, however many", async () => {
    const { permissions, teams } = await open({
      ...seed,
      ...{ prepared: [...seed.prepared, ...crowd.map(({ prepared }) => prepared)] },
      ...{ memberships: [...seed.memberships, ...crowd.map(({ membership }) => membership)] },
    });
    const add = (team: Team, userId: string) =>
      teams.addMember(team, userId, admin, eventOf("team.member_added"));
    const doomed = teamOf({ teamId: "team_doomed" });
    await teams.create(doomed, admin, eventOf("team.created"));
    for (const { membership } of crowd) await add(doomed, membership.userId);
    await teams.remove(doomed, admin, eventOf("team.deleted"));
    const held = await Promise.all(
      crowd.map(({ membership }) => permissions.member(membership.userId, "acc-1")),
    );
    expect(held.flatMap(({ affiliation }) => affiliation.teams)).toEqual([]);
    const last = crowd.at(-1)?.membership.userId ?? "";
    const outcomes = [];
    for (let number = 0; number <= MOST_TEAMS_OF_A_MEMBER; number += 1) {
      const team = teamOf({ teamId: `team_${number}` });
      await teams.create(team, admin, eventOf("team.created"));
      outcomes.push(await add(team, last));
    }
    expect(outcomes.lastIndexOf("added")).toBe(MOST_TEAMS_OF_A_MEMBER - 1);
  });

  it("cannot exceed the limit that keeps a check cheap", async () => {
    const { teams } = await open(seed);
    for (let number = 0; number <= MOST_TEAMS_OF_A_MEMBER; number += 1) {
      const team = teamOf({ teamId: `team_${number}` });
      await teams.create(team, admin, eventOf("team.created"));
      expect(await teams.addMember(team, "usr_ada", admin, eventOf("team.member_added"))).toBe(
        number < MOST_TEAMS_OF_A_MEMBER ? "added" : "refused",
      );
    }
  });
});
