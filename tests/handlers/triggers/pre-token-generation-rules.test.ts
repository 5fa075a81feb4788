import { describe, expect, it } from "@jest/globals";
import { preTokenGeneration } from "../../../handlers/triggers/pre-token-generation.js";
import type { ClaimPolicy } from "../../../shared/domain/claim-policy.js";
import { AuthError } from "../../../shared/domain/errors.js";
import type { Role } from "../../../shared/domain/role.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { PLAIN_CLAIMS } from "../../support/triggers.js";
import { accountOf, membershipOf, NOW, profileOf } from "../../support/users.js";

type Answer = {
  readonly claimsOverrideDetails?: Record<string, unknown>;
  readonly claimsAndScopeOverrideDetails?: {
    readonly idTokenGeneration: Record<string, unknown>;
    readonly accessTokenGeneration: {
      readonly scopesToAdd: string[];
      readonly scopesToSuppress: string[];
      readonly claimsToSuppress?: string[];
    };
    readonly groupOverrideDetails?: { readonly groupsToOverride: string[] };
  };
};

const seedOf = (role: Role): MemorySeed => ({
  now: NOW,
  profiles: [profileOf({ activeAccountId: "acc-1" })],
  accounts: [accountOf()],
  memberships: [membershipOf({ role })],
});

const answerTo = async (
  name: string,
  change: SampleChange = {},
  { role = "Manager", policy = {} }: { role?: Role; policy?: Partial<ClaimPolicy> } = {},
): Promise<Answer> => {
  const handler = preTokenGeneration({
    ...memoryPorts(seedOf(role)),
    claimPolicy: { ...PLAIN_CLAIMS, ...policy },
  });
  const { response } = await handler(sampleEvent(`pre-token-generation/${name}`, change));
  return response;
};

const scopesOf = async (scopes: string[], role?: Role) => {
  const { claimsAndScopeOverrideDetails: details } = await answerTo(
    "sign-in",
    { request: { scopes } },
    role === undefined ? {} : { role },
  );
  const { scopesToAdd, scopesToSuppress } = details?.accessTokenGeneration ?? {};
  return { scopesToAdd, scopesToSuppress };
};

describe("event versions", () => {
  it("version 1 takes strings, and reaches groups the same way", async () => {
    const { claimsOverrideDetails, claimsAndScopeOverrideDetails } = await answerTo("sign-in-version-1");

    expect(claimsAndScopeOverrideDetails).toBeUndefined();
    expect(claimsOverrideDetails).toEqual({
      claimsToAddOrOverride: {
        user_id: "usr_ada",
        membership_count: "1",
        membership_version: "3",
        system_account_id: "acc-1",
        visible_account_id: "A-1001",
        cell_id: "cell-7",
        role: "Manager",
      },
      groupOverrideDetails: { groupsToOverride: ["staff", "managers"], iamRolesToOverride: [] },
    });
  });

  it.each(["3", "4"])("version %s is answered like version 2", async (version) => {
    expect(await answerTo("sign-in", { version })).toEqual(await answerTo("sign-in"));
  });

  it("a machine gets the scopes of its client, and no claims of a user", async () => {
    expect(await answerTo("client-credentials", {}, { policy: { suppressed: ["internal"] } })).toEqual({
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: {}, claimsToSuppress: ["internal"] },
        accessTokenGeneration: {
          claimsToAddOrOverride: {},
          claimsToSuppress: ["internal"],
          scopesToAdd: [],
          scopesToSuppress: [],
        },
      },
    });
  });
});

describe("scopes", () => {
  it.each<[Role, string[]]>([
    ["Viewer", ["account/read"]],
    ["Manager", ["account/read", "account/write"]],
    ["Admin", ["account/read", "account/write", "account/admin"]],
  ])("of our own client are those of the role %s", async (role, scopesToAdd) => {
    expect(await scopesOf(["aws.cognito.signin.user.admin"], role)).toEqual({
      scopesToAdd,
      scopesToSuppress: [],
    });
  });

  describe("of a client whose tokens applications hold", () => {
    const own = "aws.cognito.signin.user.admin";
    const heldScopes = async (tokenClients: MemoryPorts["tokenClients"], scopes: string[], role: Role) => {
      const ports = { ...memoryPorts(seedOf(role)), tokenClients };
      const handler = preTokenGeneration({ ...ports, claimPolicy: PLAIN_CLAIMS });
      const event = sampleEvent("pre-token-generation/sign-in", { request: { scopes } });
      const { response } = await handler(event);
      const { scopesToAdd, scopesToSuppress } =
        (response as Answer).claimsAndScopeOverrideDetails?.accessTokenGeneration ?? {};
      return { scopesToAdd, scopesToSuppress };
    };
    const { tokenClients: listed } = memoryPorts({ tokenClients: ["1example23456789abcdefghij"] });
    const { tokenClients: unlisted } = memoryPorts({ tokenClients: ["another"] });
    const unreadable = { includes: () => Promise.reject(new AuthError("temporarily_unavailable")) };

    it.each([
      ["is in the list", listed],
      ["may be in the list, which cannot be read", unreadable],
    ])("do not act on the user at Cognito if it %s", async (_, tokenClients) => {
      expect(await heldScopes(tokenClients, [own], "Manager")).toEqual({
        scopesToAdd: ["account/read", "account/write", "identity/self"],
        scopesToSuppress: [own],
      });
      expect(await heldScopes(tokenClients, ["openid", "account/read"], "Manager")).toEqual({
        scopesToAdd: [],
        scopesToSuppress: [],
      });
    });

    it("act on the user at Cognito if it is not in the list", async () => {
      expect(await heldScopes(unlisted, [own], "Manager")).toEqual({
        scopesToAdd: ["account/read", "account/write"],
        scopesToSuppress: [],
      });
    });
  });

  it("of another client are at most the requested ones", async () => {
    expect(await scopesOf(["openid", "account/read"], "Admin")).toEqual({
      scopesToAdd: [],
      scopesToSuppress: [],
    });
  });

  it("that another client requested are removed if the role does not cover them", async () => {
    expect(await scopesOf(["openid", "account/read", "account/admin"], "Viewer")).toEqual({
      scopesToAdd: [],
      scopesToSuppress: ["account/admin"],
    });
  });

  it("of an account are removed with the account", async () => {
    const ports = memoryPorts({ ...seedOf("Admin"), accounts: [accountOf({ status: "CLOSED" })] });
    const handler = preTokenGeneration({ ...ports, claimPolicy: PLAIN_CLAIMS });
    const event = sampleEvent("pre-token-generation/sign-in", { request: { scopes: ["account/admin"] } });
    const { response } = await handler(event);
    expect(response).toMatchObject({
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { scopesToAdd: [], scopesToSuppress: ["account/admin"] },
      },
    });
  });
});

describe("groups by attribute", () => {
  const groupRules = [
    { attribute: "custom:department", value: "Engineering", group: "engineering" },
    { attribute: "custom:department", value: "Finance", group: "finance" },
  ];
  const groupsOf = async (department: string) => {
    const change = { request: { userAttributes: { "custom:department": department } } };
    const answer = await answerTo("sign-in", change, { policy: { groupRules } });
    return answer.claimsAndScopeOverrideDetails?.groupOverrideDetails?.groupsToOverride;
  };

  it("follow the value that the rule names", async () => {
    expect(await groupsOf("Engineering")).toContain("engineering");
    expect(await groupsOf("Finance")).not.toContain("engineering");
  });

  it.each(["engineering", "Engineering ", "Engineering,Finance", ""])(
    "do not follow %p",
    async (department) => {
      expect(await groupsOf(department)).not.toContain("engineering");
    },
  );
});

it("a claim that the stage suppresses is in neither token", async () => {
  const { claimsAndScopeOverrideDetails: details } = await answerTo(
    "sign-in",
    {},
    { policy: { suppressed: ["legacy_id"] } },
  );
  expect(details?.idTokenGeneration.claimsToSuppress).toEqual(["legacy_id"]);
  expect(details?.accessTokenGeneration.claimsToSuppress).toEqual(["legacy_id"]);
});
