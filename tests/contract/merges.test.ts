/** Merges of duplicates with what they hold, in memory and in DynamoDB. */
import { afterAll, describe, expect, it } from "@jest/globals";
import type { Membership } from "../../shared/domain/account.js";
import type { ApiKey } from "../../shared/domain/api-key/api-key.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import type { Merge } from "../../shared/domain/duplicates.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { type Holding, holdingName } from "../../shared/domain/merge-holdings.js";
import { type OperatorStores, operatorStoreKinds } from "../support/operator-stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

const merge: Merge = {
  ...{ userId: "usr_ada", username: "ada", sub: "sub-ada", email: "ada@example.com" },
  ...{ duplicateUserId: "usr_twin", duplicateUsername: "twin" },
  identity: { provider: "Google", subject: "1" },
};
const admin = membershipOf({ userId: "usr_root", role: "Admin", owner: true });
const theirs = membershipOf({ userId: "usr_twin", role: "Admin" });
const account = { systemAccountId: "acc-1" };
const resource = "invoice/1";
const invitation: Invitation = {
  ...{ ...account, invitationId: "inv-1", email: "joan@example.com", role: "Viewer", invitedBy: "usr_twin" },
  ...{ invitedAt: NOW, status: "PENDING", expiresAtSeconds: Date.parse(NOW) / 1000 + 3600 },
} as const;
const issuedAtSeconds = Date.parse(NOW) / 1000;
const key: ApiKey = {
  ...{ ...account, keyId: "key-1", name: "key", role: "Viewer", scopes: [], status: "ACTIVE" },
  current: { digest: "digest-1", issuedBy: "usr_twin", issuedAt: NOW },
  ...{ issuedAtSeconds, expiresAtSeconds: issuedAtSeconds + 3600, version: 1 },
};
const grant = { ...account, resource, actions: ["read"], grantedAt: NOW };

let events = 0;
const event = () => {
  events += 1;
  const about = { subject: userSubject("usr_ada"), key: String(events), at: new Date(NOW) };
  return auditEvent("permission.merged", about);
};

const holdingsOf = async ({ merges }: OperatorStores): Promise<Holding[]> => {
  const found: Holding[] = [];
  for await (const each of merges.holdings("usr_twin")) found.push(each);
  return found.toSorted((one, other) => (holdingName(one) < holdingName(other) ? -1 : 1));
};
/** Returns the outcome of each holding by its name. */
const moveAll = async (stores: OperatorStores) => {
  const outcomes: Record<string, string> = {};
  for (const holding of await holdingsOf(stores))
    outcomes[holdingName(holding)] = await stores.merges.moveHolding(merge, holding, event());
  return outcomes;
};

describe.each(operatorStoreKinds())("merges in $name", ({ open, close }) => {
  afterAll(close);
  const given = (...memberships: Membership[]) =>
    open({
      accounts: [accountOf()],
      memberships: [admin, ...memberships],
      prepared: ["ada", "root"].map((name) => ({
        legacyId: `legacy-${name}`,
        profile: profileOf({ userId: `usr_${name}`, email: `${name}@example.com`, membershipCount: 1 }),
      })),
    });
  const withTwin = async (...memberships: Membership[]) => {
    const stores = await given(...memberships);
    const twin = { userId: "usr_twin", sub: "sub-twin", email: "ada@example.com", status: "ACTIVE" } as const;
    await stores.directory.createProfile(twin, event());
    return stores;
  };
  const holding = async (...memberships: Membership[]) => {
    const stores = await withTwin(theirs, ...memberships);
    const { permissions, teams, apiKeys, invitations } = stores;
    const team = { ...account, teamId: "team_1", name: "Team" };
    await teams.create(team, admin, event());
    await teams.addMember(team, "usr_twin", admin, event());
    await teams.affiliate(theirs, { department: "sales", projects: ["alpha"] }, admin, event());
    for (const [grantee, grantedBy] of [
      ["user:usr_twin", "usr_root"],
      ["role:Viewer", "usr_twin"],
    ] as const)
      await permissions.grant({ ...grant, grantee, grantedBy }, admin, event());
    const facts = { ownerId: "usr_twin", ownerSince: NOW };
    await permissions.describe({ ...account, resource: "invoice/2", facts }, admin, event());
    await apiKeys.issue(key, event());
    await invitations.create(invitation, { tokenHash: "hash", by: theirs }, event());
    return stores;
  };

  it("a merge begins once, and suspends the duplicate for good", async () => {
    const stores = await withTwin();
    expect(await stores.merges.begin(merge, event())).toBe("begun");
    expect(await stores.merges.begin(merge, event())).toBe("refused");
    const reinstated = { userId: "usr_twin", to: "ACTIVE", missingSubs: [] } as const;
    expect(await stores.users.reinstate(reinstated, event())).toBe("unchanged");
    const duplicate = await stores.directory.profile("usr_twin");
    expect(duplicate).toMatchObject({ status: "SUSPENDED", mergedInto: "usr_ada" });
    const unfinished: Merge[] = [];
    for await (const each of stores.merges.unfinished()) unfinished.push(each);
    expect(unfinished).toEqual([merge]);
    await stores.merges.end(merge, event());
    for await (const each of stores.merges.unfinished()) throw new Error(each.duplicateUserId);
  });

  it("a merge of a suspended user does not begin", async () => {
    const stores = await withTwin();
    const change = { userId: "usr_ada", from: ["ACTIVE"], to: "SUSPENDED" } as const;
    await stores.users.changeStatus(change, event());
    expect(await stores.merges.begin(merge, event())).toBe("refused");
    expect(await stores.directory.profile("usr_twin")).toMatchObject({ status: "ACTIVE" });
  });

  it("a membership moves with all that it says", async () => {
    const owned = { ...theirs, owner: true };
    const stores = await withTwin(owned);
    const after = { ...owned, owner: false, status: "REMOVED" } as const;
    await stores.accounts.changeMembers([{ before: owned, after }], undefined, event());
    const { membership: left = after } = await stores.directory.standing("usr_twin", "acc-1");
    expect(await stores.merges.moveMembership(merge, left, event())).toBe("moved");
    const { membership, account: held } = await stores.directory.standing("usr_ada", "acc-1");
    expect(membership).toEqual({ ...left, userId: "usr_ada" });
    expect(membership).toMatchObject({ status: "REMOVED", leftAt: NOW });
    expect(held?.ownerCount).toBe(1);
    expect((await stores.directory.standing("usr_twin", "acc-1")).membership).toBeUndefined();
    expect(await stores.directory.profile("usr_ada")).toMatchObject({ membershipCount: 1 });
  });

  it("the membership of the kept user stays, and that of the duplicate ends", async () => {
    const [kept, owned] = [membershipOf({ role: "Viewer" }), { ...theirs, owner: true }];
    const stores = await withTwin(owned, kept);
    expect(await stores.merges.moveMembership(merge, owned, event())).toBe("kept");
    const { membership, account: held } = await stores.directory.standing("usr_ada", "acc-1");
    expect(membership).toMatchObject(kept);
    expect(held?.ownerCount).toBe(1);
    expect((await stores.directory.standing("usr_twin", "acc-1")).membership).toBeUndefined();
  });

  it("a legacy id moves to a user without one only", async () => {
    const stores = await withTwin();
    const back = { ...merge, userId: "usr_twin", duplicateUserId: "usr_ada" };
    expect(await stores.merges.moveLegacyId(merge, "legacy-root", event())).toBe("refused");
    expect(await stores.merges.moveLegacyId(back, "legacy-root", event())).toBe("refused");
    expect(await stores.merges.moveLegacyId(back, "legacy-ada", event())).toBe("moved");
    const identity = await stores.directory.legacyIdentity("legacy-ada");
    expect(identity).toMatchObject({ userId: "usr_twin", state: "LINKED" });
  });

  it("everything that a duplicate holds is found", async () => {
    const stores = await holding();
    const common = { ...account, duplicateUserId: "usr_twin" };
    expect(await holdingsOf(stores)).toEqual([
      { ...common, kind: "api_key", keyId: "key-1", secret: "current", role: "Viewer", at: NOW },
      { ...common, kind: "affiliation" },
      { ...common, kind: "grant", resource, at: NOW },
      { ...common, kind: "given_grant", resource, grantee: "role:Viewer", at: NOW },
      {
        ...{ ...common, kind: "invitation", invitationId: "inv-1" },
        ...{ email: "joan@example.com", role: "Viewer", at: NOW },
      },
      { ...common, kind: "resource", resource: "invoice/2", at: NOW },
      { ...common, kind: "team", teamId: "team_1" },
    ]);
  });

  it("everything that a duplicate holds moves, once", async () => {
    const stores = await holding(membershipOf());
    const outcomes = await moveAll(stores);
    expect(new Set(Object.values(outcomes))).toEqual(new Set(["moved"]));
    expect(Object.keys(outcomes)).toHaveLength(7);
    expect(await holdingsOf(stores)).toEqual([]);
    const { affiliation } = await stores.permissions.member("usr_ada", "acc-1");
    expect(affiliation).toMatchObject({ department: "sales", projects: ["alpha"], teams: ["team_1"] });
    const wanted = {
      resources: [resource, "invoice/2"],
      grantees: ["user:usr_ada", "role:Viewer"],
      teams: [],
    };
    const { grants, facts } = await stores.permissions.evidence("acc-1", wanted);
    expect(grants.map(({ grantee, grantedBy }) => [grantee, grantedBy]).toSorted()).toEqual([
      ["role:Viewer", "usr_ada"],
      ["user:usr_ada", "usr_root"],
    ]);
    expect(facts.get("invoice/2")).toMatchObject({ ownerId: "usr_ada", ownerSince: NOW });
    expect((await stores.apiKeys.find("key-1"))?.current).toMatchObject({ issuedBy: "usr_ada" });
    expect(await stores.invitations.byTokenHash("hash")).toMatchObject({ invitedBy: "usr_ada" });
  });

  it("what excludes a holding keeps it with the duplicate", async () => {
    const stores = await holding(membershipOf());
    const { permissions, teams } = stores;
    const mine = { ...grant, grantee: "user:usr_ada", actions: ["write"], grantedBy: "usr_root" };
    await permissions.grant(mine, admin, event());
    await teams.affiliate(membershipOf(), { department: "legal", projects: [] }, admin, event());
    const found = await holdingsOf(stores);
    const outcomes = await moveAll(stores);
    expect(outcomes).toMatchObject({
      ...{ [`grant on ${resource}`]: "refused", "department and projects": "refused" },
      ...{ "team team_1": "moved", "ownership of invoice/2": "moved" },
    });
    for (const each of found.filter(({ kind }) => kind === "resource" || kind === "invitation"))
      expect(await stores.merges.moveHolding(merge, each, event())).toBe("refused");
    for (const each of found.filter(({ kind }) => kind === "api_key"))
      expect(await stores.merges.moveHolding(merge, each, event())).toBe("gone");
  });

  it("the secrets of an API key move one by one", async () => {
    const stores = await holding(membershipOf());
    const next = { digest: "digest-2", issuedBy: "usr_twin", issuedAt: NOW };
    const rotation = { key, next, previousUntilSeconds: issuedAtSeconds + 60, earlier: [] };
    await stores.apiKeys.rotate({ ...rotation, expiresAtSeconds: key.expiresAtSeconds }, event());
    const secrets = (await holdingsOf(stores)).filter(({ kind }) => kind === "api_key");
    expect(secrets.map(holdingName)).toEqual(["API key key-1", "previous secret of API key key-1"]);
    const issuers = async () => {
      const { current, previous } = (await stores.apiKeys.find("key-1")) ?? {};
      return [current?.issuedBy, previous?.issuedBy];
    };
    const moved: unknown[] = [];
    for (const each of secrets)
      moved.push(await stores.merges.moveHolding(merge, each, event()), await issuers());
    expect(moved).toEqual([...["moved", ["usr_ada", "usr_twin"]], ...["moved", ["usr_ada", "usr_ada"]]]);
  });

  it("a team that was deleted is gone", async () => {
    const stores = await holding(membershipOf());
    const team: Holding = { ...account, duplicateUserId: "usr_twin", kind: "team", teamId: "team_2" };
    expect(await stores.merges.moveHolding(merge, team, event())).toBe("gone");
  });
});
