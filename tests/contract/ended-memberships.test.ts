/** Memberships that ended, or whose account is closed, neither hide the others nor make reading them cost more. */
import { afterAll, describe, expect, it } from "@jest/globals";
import { preTokenGeneration } from "../../handlers/triggers/pre-token-generation.js";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import type { Membership } from "../../shared/domain/account.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { notedDocuments } from "../support/noted-documents.js";
import { sampleEvent } from "../support/sample-event.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { PLAIN_CLAIMS } from "../support/triggers.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

type Overrides = {
  readonly accessTokenGeneration: { readonly claimsToAddOrOverride: Record<string, unknown> };
};

const number = (index: number) => String(index).padStart(4, "0");
const LEFT_AT = new Date(NOW);
const event = (type: "membership.removed" | "membership.accepted", key: string, at = LEFT_AT) =>
  auditEvent(type, { subject: userSubject("usr_ada"), key, at });
const profile = profileOf({ sub: undefined, membershipCount: 1, activeAccountId: undefined });
const prepared = [{ legacyId: "legacy-42", profile }];

const accountIn = async ({ directory }: Pick<Stores, "directory">) => {
  const handler = preTokenGeneration({ ...memoryPorts({ now: NOW }), directory, claimPolicy: PLAIN_CLAIMS });
  const { response } = await handler(
    sampleEvent("pre-token-generation/sign-in", {
      request: { userAttributes: { "custom:user_id": "usr_ada", email: "ada@example.com" } },
    }),
  );
  const { accessTokenGeneration } = response.claimsAndScopeOverrideDetails as Overrides;
  return accessTokenGeneration.claimsToAddOrOverride.system_account_id;
};

const remove = async ({ accounts }: Stores, before: Membership, at = LEFT_AT) =>
  accounts.changeMembers(
    [{ before, after: { ...before, status: "REMOVED" } }],
    undefined,
    event("membership.removed", `${before.systemAccountId}/${before.userId}/${at.toISOString()}`, at),
  );

describe.each<StoreKind>([memoryStores(), dynamoStores()])("in $name", ({ open, close }) => {
  afterAll(close);

  it("a membership that ended is in no list, and its time stays", async () => {
    const other = membershipOf({ userId: "usr_zoe" });
    const stores = await open({ prepared, accounts: [accountOf()], memberships: [membershipOf(), other] });
    expect(await remove(stores, membershipOf())).toBe("changed");
    const { directory, accounts, access } = stores;
    expect(await accounts.members("acc-1", { limit: 10 })).toEqual({ items: [other], next: undefined });
    expect(await directory.memberships("usr_ada", { limit: 10 })).toEqual({ items: [], next: undefined });
    const ended = { ...membershipOf({ status: "REMOVED" }), leftAt: NOW };
    expect(await directory.formerMemberships("usr_ada", 10)).toEqual([ended]);
    expect((await directory.standing("usr_ada", "acc-1")).membership).toEqual(ended);
    const query = { userId: "usr_ada", systemAccountId: "acc-1" };
    expect((await access.read(query)).standing.membership).toEqual(ended);
  });

  it("a return keeps the time of the ending, and needs an invitation that is later", async () => {
    const stores = await open({ prepared, accounts: [accountOf()], memberships: [membershipOf()] });
    await remove(stores, membershipOf());
    const accept = async (invitationId: string, invitedAt: string) => {
      const invitation = {
        ...{ invitationId, email: "ada@example.com", systemAccountId: "acc-1", role: "Viewer" },
        ...{ invitedBy: "ops", byOperator: true, status: "PENDING" as const, invitedAt },
        expiresAtSeconds: LEFT_AT.getTime() / 1000 + 3600,
      };
      const proof = { tokenHash: invitationId, by: undefined };
      await stores.invitations.create(invitation, proof, event("membership.accepted", `c-${invitationId}`));
      const by = { userId: "usr_ada", by: undefined };
      return stores.invitations.accept(invitation, by, event("membership.accepted", invitationId));
    };
    expect(await accept("inv-1", NOW)).toBe("refused");
    const later = new Date(LEFT_AT.getTime() + 1000).toISOString();
    expect(await accept("inv-2", later)).toBe("accepted");
    const { membership } = await stores.directory.standing("usr_ada", "acc-1");
    const back = { ...membershipOf({ role: "Viewer" }), leftAt: NOW };
    expect(membership).toEqual(back);
    expect((await stores.directory.memberships("usr_ada", { limit: 10 })).items).toEqual([back]);

    const again = new Date(LEFT_AT.getTime() + 2000);
    expect(await remove(stores, back, again)).toBe("changed");
    expect((await stores.directory.standing("usr_ada", "acc-1")).membership?.leftAt).toBe(
      again.toISOString(),
    );
  });

  it("an entitlement does not bring back a user who left, and makes them a member of another account", async () => {
    const accounts = [accountOf(), accountOf({ systemAccountId: "acc-2" })];
    const stores = await open({ prepared, accounts, memberships: [membershipOf()] });
    await remove(stores, membershipOf());
    const join = (systemAccountId: string) =>
      stores.entitlements.join(
        membershipOf({ systemAccountId }),
        event("membership.accepted", `entitled to ${systemAccountId}`),
      );
    expect([await join("acc-1"), await join("acc-2")]).toEqual(["refused", "joined"]);
  });

  it.each([
    ["SUSPENDED memberships", { status: "SUSPENDED" }, {}],
    ["INVITED memberships", { status: "INVITED" }, {}],
    ["REMOVED memberships of the earlier form", { status: "REMOVED" }, {}],
    ["memberships of CLOSED accounts", {}, { status: "CLOSED" }],
    ["memberships of SUSPENDED accounts", {}, { status: "SUSPENDED" }],
  ] as const)("%s that sort first do not hide an ACTIVE one from the tokens", async (_, of, account) => {
    const ids = Array.from({ length: 130 }, (_unused, index) => `acc-${number(index)}`);
    const stores = await open({
      prepared,
      accounts: [
        ...ids.map((id) => accountOf({ systemAccountId: id, visibleAccountId: id, ...account })),
        accountOf({ systemAccountId: "acc-last", visibleAccountId: "last" }),
      ],
      memberships: [
        ...ids.map((systemAccountId) => membershipOf({ systemAccountId, ...of })),
        membershipOf({ systemAccountId: "acc-last" }),
      ],
    });
    expect(await accountIn(stores)).toBe("acc-last");
    const next = await stores.directory.profile("usr_ada");
    expect(next).toMatchObject({
      fallbackAccountId: "acc-last",
      membershipVersion: profile.membershipVersion,
    });
  });

  it("a search that reached its limit goes on at the next refresh, and begins again at the end", async () => {
    const ids = Array.from({ length: 1_010 }, (_, index) => `acc-${number(index)}`);
    const closed = ids.map((systemAccountId) => accountOf({ systemAccountId, status: "CLOSED" }));
    const stores = await open({
      prepared,
      accounts: [...closed, accountOf({ systemAccountId: "acc-last" })],
      memberships: [...ids, "acc-last"].map((systemAccountId) => membershipOf({ systemAccountId })),
    });
    expect([await accountIn(stores), await accountIn(stores)]).toEqual([undefined, "acc-last"]);
    await stores.accounts.changeStatus(
      { systemAccountId: "acc-last", from: ["ACTIVE"], to: "CLOSED" },
      event("membership.removed", "closed"),
    );
    await stores.accounts.changeStatus(
      { systemAccountId: "acc-0003", from: ["CLOSED"], to: "ACTIVE" },
      event("membership.removed", "reopened"),
    );
    expect(await accountIn(stores)).toBe("acc-0003");
  });

  it("REMOVED rows of the earlier form leave no pages empty", async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) =>
      membershipOf({ userId: `usr_${number(index)}`, status: index % 20 === 19 ? "ACTIVE" : "REMOVED" }),
    );
    const { accounts } = await open({ memberships: rows });
    const sizes: number[] = [];
    let after: string | undefined;
    do {
      const page = await accounts.members("acc-1", { limit: 20, after });
      sizes.push(page.items.length);
      after = page.next;
    } while (after !== undefined && sizes.length < 10);
    expect(sizes.filter((size) => size > 0)).toEqual([20, 20, 10]);
    expect(sizes.length).toBeLessThanOrEqual(4);
  });
});

describe("the calls to DynamoDB", () => {
  let calls: string[] = [];
  const kind = dynamoStores("signed", ({ url }) => {
    const noted = notedDocuments(signedDocumentsOf(url));
    calls = noted.calls;
    return noted.documents satisfies Documents;
  });
  afterAll(kind.close);

  it("for tokens and lists are the same with sixty memberships that ended as with one", async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `acc-${number(index)}`);
    const measured = async (ended: readonly string[]) => {
      const accounts = [...ended, "acc-last"].map((systemAccountId) => accountOf({ systemAccountId }));
      const memberships = accounts.map(({ systemAccountId }) => membershipOf({ systemAccountId }));
      const held = { ...profile, membershipCount: memberships.length, activeAccountId: ended[0] };
      const given = [{ legacyId: "legacy-42", profile: held }];
      const stores = await kind.open({ prepared: given, accounts, memberships });
      for (const each of memberships.slice(0, -1)) await remove(stores, each);
      const costs: Record<string, string[]> = {};
      const note = async (what: string, work: () => Promise<unknown>) => {
        calls.length = 0;
        await work();
        costs[what] = [...calls];
      };
      await note("first token", () => accountIn(stores));
      await note("refresh", () => accountIn(stores));
      await note("memberships", () => stores.directory.memberships("usr_ada", { limit: 50 }));
      await note("authorizer", () => stores.access.read({ userId: "usr_ada", systemAccountId: "acc-last" }));
      return costs;
    };
    const none = await measured([]);
    expect(none).toMatchObject({ memberships: ["query"], authorizer: ["batchGet"] });
    expect(none.refresh).toEqual(["batchGet", "batchGet"]);
    const many = await measured(ids);
    expect(many).toEqual(await measured(ids.slice(0, 1)));
    expect({ ...many, "first token": [] }).toEqual({ ...none, "first token": [] });
  });
});
