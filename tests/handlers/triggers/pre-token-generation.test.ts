import { describe, expect, it } from "@jest/globals";
import { preTokenGeneration } from "../../../handlers/triggers/pre-token-generation.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { PLAIN_CLAIMS } from "../../support/triggers.js";
import { accountOf, membershipOf, NOW, profileOf, SUB } from "../../support/users.js";

const member: MemorySeed = {
  now: NOW,
  profiles: [profileOf({ activeAccountId: "acc-1", groups: ["beta"], legacyId: "legacy-42" })],
  accounts: [accountOf()],
  memberships: [membershipOf()],
};

type Overrides = {
  idTokenGeneration: { claimsToAddOrOverride: Record<string, string | number> };
  accessTokenGeneration: { claimsToAddOrOverride: Record<string, string | number> };
  groupOverrideDetails: Record<string, unknown>;
};

const tokensOf = async (ports: MemoryPorts, sample = "sign-in", unreadable: "open" | "closed" = "open") => {
  const handler = preTokenGeneration({
    ...ports,
    claimPolicy: { ...PLAIN_CLAIMS, whenUnreadable: unreadable },
  });
  const { response } = await handler(sampleEvent(`pre-token-generation/${sample}`));
  return response.claimsAndScopeOverrideDetails as Overrides;
};
const claimsOf = async (ports: MemoryPorts, sample?: string) =>
  (await tokensOf(ports, sample)).accessTokenGeneration.claimsToAddOrOverride;

describe("the tokens of a member", () => {
  it("carry the user, the account, the role and the cell in both tokens, as event version 2 does", async () => {
    const claims = {
      user_id: "usr_ada",
      legacy_id: "legacy-42",
      membership_count: 1,
      membership_version: 3,
      system_account_id: "acc-1",
      visible_account_id: "A-1001",
      cell_id: "cell-7",
      role: "Manager",
    };
    expect(await tokensOf(memoryPorts(member))).toEqual({
      idTokenGeneration: { claimsToAddOrOverride: claims },
      accessTokenGeneration: {
        claimsToAddOrOverride: claims,
        scopesToAdd: ["account/read", "account/write"],
        scopesToSuppress: [],
      },
      groupOverrideDetails: { groupsToOverride: ["beta", "managers"], iamRolesToOverride: [] },
    });
  });

  it("contain the pool's groups and roles and ours, each once", async () => {
    const { groupOverrideDetails } = await tokensOf(
      memoryPorts({
        ...member,
        profiles: [profileOf({ groups: ["staff", "beta"], activeAccountId: "acc-1" })],
      }),
      "sign-in-with-groups",
    );
    expect(groupOverrideDetails).toEqual({
      groupsToOverride: ["beta-testers", "staff", "beta", "managers"],
      iamRolesToOverride: ["arn:aws:iam::111122223333:role/staff"],
      preferredRole: "arn:aws:iam::111122223333:role/staff",
    });
  });

  it.each([
    "hosted-auth",
    "new-password-challenge",
    "authenticate-device",
    "refresh-tokens",
    "sign-in-with-null-groups",
    "sign-in-with-null-group-fields",
  ])("are the same at %s", async (sample) => {
    expect(await claimsOf(memoryPorts(member), sample)).toEqual(await claimsOf(memoryPorts(member)));
  });

  it("do not grow with the number of accounts", async () => {
    const many = Array.from({ length: 500 }, (_, index) => `acc-${index}`);
    const seed = {
      ...member,
      profiles: [profileOf({ membershipCount: many.length, activeAccountId: "acc-1" })],
      accounts: many.map((systemAccountId) => accountOf({ systemAccountId })),
      memberships: many.map((systemAccountId) => membershipOf({ systemAccountId })),
    };
    expect(JSON.stringify(await tokensOf(memoryPorts(seed))).length).toBeLessThan(800);
  });
});

describe("the account in the tokens", () => {
  const other = accountOf({ systemAccountId: "acc-2", visibleAccountId: "A-1002" });
  const inBoth = [membershipOf(), membershipOf({ systemAccountId: "acc-2", role: "Viewer" })];

  it.each([
    ["is closed", accountOf({ status: "CLOSED" }), membershipOf()],
    ["is suspended", accountOf({ status: "SUSPENDED" }), membershipOf()],
    ["has the user suspended", accountOf(), membershipOf({ status: "SUSPENDED" })],
    ["has only invited the user", accountOf(), membershipOf({ status: "INVITED" })],
    ["has removed the user", accountOf(), membershipOf({ status: "REMOVED" })],
  ])("is another active one when the chosen one %s", async (_, account, membership) => {
    const seed = { ...member, accounts: [account, other], memberships: [membership, ...inBoth.slice(1)] };
    expect(await claimsOf(memoryPorts(seed))).toMatchObject({ system_account_id: "acc-2", role: "Viewer" });
  });

  it("is the first active one when none was chosen", async () => {
    const seed = { ...member, profiles: [profileOf()], accounts: [accountOf(), other], memberships: inBoth };
    expect(await claimsOf(memoryPorts(seed))).toMatchObject({ system_account_id: "acc-1" });
  });

  it("is the first that admits the user, past accounts that are closed", async () => {
    const closed = ["acc-1", "acc-2"].map((systemAccountId) =>
      accountOf({ systemAccountId, status: "CLOSED" }),
    );
    const open = accountOf({ systemAccountId: "acc-3" });
    const seed = {
      ...member,
      profiles: [profileOf()],
      accounts: [...closed, open],
      memberships: [...inBoth, membershipOf({ systemAccountId: "acc-3", role: "Admin" })],
    };
    expect(await claimsOf(memoryPorts(seed))).toMatchObject({ system_account_id: "acc-3", role: "Admin" });
  });

  it("is left out when no account admits the user", async () => {
    const claims = await claimsOf(memoryPorts({ ...member, accounts: [accountOf({ status: "CLOSED" })] }));
    expect(claims).toEqual({
      user_id: "usr_ada",
      legacy_id: "legacy-42",
      membership_count: 1,
      membership_version: 3,
    });
  });

  it.each(["open", "closed"] as const)(
    "is refused with the tokens to a suspended user, also at a refresh (policy %s)",
    async (unreadable) => {
      const profiles = [profileOf({ status: "SUSPENDED", activeAccountId: "acc-1" })];
      const claimPolicy = { ...PLAIN_CLAIMS, whenUnreadable: unreadable };
      const ports = { ...memoryPorts({ ...member, profiles }), claimPolicy };
      for (const name of ["sign-in-with-groups", "refresh-tokens"]) {
        const issued = preTokenGeneration(ports)(sampleEvent(`pre-token-generation/${name}`));
        await expect(issued).rejects.toThrow("[invalid_credentials]");
      }
      expect(ports.audit.events).toEqual([]);
    },
  );
});

describe("tokens of a user without a profile", () => {
  it("contain only the claims of Cognito", async () => {
    expect(await claimsOf(memoryPorts())).toEqual({});
  });

  it("name the user of a migration whose first sign-in is under way", async () => {
    expect(await claimsOf(memoryPorts(), "sign-in-of-a-migrated-user")).toEqual({
      user_id: "usr_00000000000000000000000000000001",
      legacy_id: "legacy-42",
    });
  });
});

describe("while the directory cannot be read", () => {
  const broken = () => {
    const ports = memoryPorts(member);
    ports.directory.broken = true;
    return ports;
  };

  it("tokens are issued without account claims and with the pool's groups, and an event records it", async () => {
    const ports = broken();
    const { accessTokenGeneration, groupOverrideDetails } = await tokensOf(ports, "refresh-tokens");

    expect(accessTokenGeneration).toEqual({
      claimsToAddOrOverride: {},
      scopesToAdd: [],
      scopesToSuppress: [],
    });
    expect(groupOverrideDetails).toMatchObject({ groupsToOverride: ["beta-testers", "staff"] });
    expect(ports.audit.events).toEqual([
      {
        id: `claims.degraded/${SUB}/2025-01-01T00:00`,
        type: "claims.degraded",
        version: 1,
        subject: `user:${SUB}`,
        at: NOW,
        details: { sub: SUB, reason: "directory_unreadable" },
      },
    ]);
  });

  it("a repeated delivery is the same event", async () => {
    const ports = broken();
    await tokensOf(ports);
    ports.clock.advance(3000);
    await tokensOf(ports);
    expect(ports.audit.events).toHaveLength(1);
  });

  it("tokens are issued even if the event cannot be recorded", async () => {
    const ports = broken();
    ports.audit.broken = true;
    expect(await claimsOf(ports)).toEqual({});
  });

  it("tokens still name the user that the pool knows", async () => {
    expect(await claimsOf(broken(), "sign-in-of-a-migrated-user")).toMatchObject({
      user_id: "usr_00000000000000000000000000000001",
    });
  });

  it("a stage can be set to issue no tokens", async () => {
    const thrown = await rejectionOf(tokensOf(broken(), "sign-in", "closed"));
    expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
  });
});
