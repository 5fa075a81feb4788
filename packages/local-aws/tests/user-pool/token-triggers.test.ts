import { AdminAddUserToGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  answering,
  attempt,
  givenUser,
  poolId,
  refusal,
  type Setup,
  signIn,
  startWorld,
  type TriggerEvent,
  verified,
  type World,
  webId,
} from "./world.js";

const adminRole = "arn:aws:iam::000000000000:role/admin";
const staffRole = "arn:aws:iam::000000000000:role/staff";
const groups = [
  { name: "staff", precedence: 2, roleArn: staffRole },
  { name: "admin", precedence: 1, roleArn: adminRole },
];

let world: World;
afterEach(() => world.close());

async function claims(run: (event: TriggerEvent) => unknown, setup: Setup = {}) {
  world = await startWorld({ groups, ...setup, triggers: { PreTokenGeneration: run } });
  const { email } = await givenUser(world);
  for (const GroupName of ["staff", "admin"]) {
    const request = { UserPoolId: poolId, Username: email, GroupName };
    await world.cognito.send(new AdminAddUserToGroupCommand(request));
  }
  return verified(world, await signIn(world, email));
}

const details = (content: object) => answering({ claimsAndScopeOverrideDetails: content });

describe("V2_0 and V3_0", () => {
  it.each(["V2_0", "V3_0"] as const)(
    "adds claims of any JSON type to both tokens (%s)",
    async (tokenVersion) => {
      const added = { account: "a-1", count: 3, active: true, roles: ["x"], nested: { deep: 1 } };
      const generation = { claimsToAddOrOverride: added };
      const { access, id } = await claims(
        details({ idTokenGeneration: generation, accessTokenGeneration: generation }),
        { tokenVersion },
      );

      expect(id).toMatchObject(added);
      expect(access).toMatchObject(added);
      expect(world.running.invocations()[0]?.event).toMatchObject({ version: tokenVersion.charAt(1) });
    },
  );

  it("leaves reserved claims as they are", async () => {
    const forged = Object.fromEntries(
      [
        "sub",
        "iss",
        "exp",
        "jti",
        "token_use",
        "username",
        "cognito:username",
        "client_id",
        "event_id",
        "version",
      ]
        .concat(["origin_jti", "auth_time", "iat", "scope", "cognito:groups", "amr"])
        .map((name) => [name, "forged"]),
    );
    const generation = { claimsToAddOrOverride: forged, claimsToSuppress: Object.keys(forged).slice(0, 10) };
    const { access, id } = await claims(
      details({ idTokenGeneration: generation, accessTokenGeneration: generation }),
    );

    expect(JSON.stringify([access, id])).not.toContain("forged");
    expect(access).toMatchObject({ username: access.sub, version: 2, client_id: webId });
    expect(id).toMatchObject({ "cognito:username": access.sub, aud: webId });
  });

  it("lets suppression win over addition", async () => {
    const generation = { claimsToAddOrOverride: { team: "red" }, claimsToSuppress: ["team", "email"] };
    const { access, id } = await claims(
      details({ idTokenGeneration: generation, accessTokenGeneration: generation }),
    );

    expect(id).not.toHaveProperty("team");
    expect(id).not.toHaveProperty("email");
    expect(access).not.toHaveProperty("team");
  });

  it("adds and suppresses scopes of the access token", async () => {
    const { access } = await claims(
      details({
        accessTokenGeneration: {
          scopesToAdd: ["orders/read", "orders/write"],
          scopesToSuppress: ["aws.cognito.signin.user.admin", "orders/write"],
        },
      }),
    );

    expect(access.scope).toBe("orders/read");
  });

  it("accepts aud in the access token only when it is the client", async () => {
    const withAud = (aud: string) => details({ accessTokenGeneration: { claimsToAddOrOverride: { aud } } });
    expect((await claims(withAud(webId))).access).toMatchObject({ aud: webId });
    await world.close();
    expect((await claims(withAud("another"))).access).not.toHaveProperty("aud");
  });

  it.each([
    ["a scope with a space", { accessTokenGeneration: { scopesToAdd: ["two words"] } }],
    ["a null claim", { idTokenGeneration: { claimsToAddOrOverride: { team: null } } }],
    [
      "email_verified as a boolean",
      { idTokenGeneration: { claimsToAddOrOverride: { email_verified: true } } },
    ],
    ["groups that are no list", { groupOverrideDetails: { groupsToOverride: "admin" } }],
    [
      "more than 5000 claims",
      {
        accessTokenGeneration: {
          claimsToAddOrOverride: Object.fromEntries(
            Array.from({ length: 5001 }, (_, index) => [`c${index}`, "1"]),
          ),
        },
      },
    ],
  ])("refuses %s", async (_, content) => {
    world = await startWorld({ triggers: { PreTokenGeneration: details(content) } });
    const { email } = await givenUser(world);

    expect(await refusal(attempt(world, email))).toMatch(/^InvalidLambdaResponseException/);
  });
});

describe("groups", () => {
  it("stay, by precedence and with their roles, when the answer does not mention them", async () => {
    const { access, id } = await claims(details({ groupOverrideDetails: null }));

    expect(access["cognito:groups"]).toEqual(["admin", "staff"]);
    expect(id).toMatchObject({
      "cognito:groups": ["admin", "staff"],
      "cognito:roles": [adminRole, staffRole],
      "cognito:preferred_role": adminRole,
    });
    expect(access).not.toHaveProperty("cognito:roles");
  });

  it("vanish when the override is there and empty", async () => {
    const { access, id } = await claims(details({ groupOverrideDetails: {} }));

    for (const name of ["cognito:groups", "cognito:roles", "cognito:preferred_role"]) {
      expect(access).not.toHaveProperty(name);
      expect(id).not.toHaveProperty(name);
    }
  });

  it("are replaced by the override in both tokens", async () => {
    const groupOverrideDetails = { groupsToOverride: ["guests"] };
    const { access, id } = await claims(details({ groupOverrideDetails }));

    expect(access["cognito:groups"]).toEqual(["guests"]);
    expect(id["cognito:groups"]).toEqual(["guests"]);
  });

  it("can be suppressed, and their roles go with them", async () => {
    const { access, id } = await claims(
      details({ idTokenGeneration: { claimsToSuppress: ["cognito:groups"] } }),
    );

    expect(id).not.toHaveProperty("cognito:groups");
    expect(id).not.toHaveProperty("cognito:roles");
    expect(access["cognito:groups"]).toEqual(["admin", "staff"]);
  });

  it("of equal rank with different roles have no preferred role", async () => {
    const equal = groups.map((group) => ({ ...group, precedence: 1 }));
    const { id } = await claims(answering({}), { groups: equal });

    expect(id["cognito:roles"]).toHaveLength(2);
    expect(id).not.toHaveProperty("cognito:preferred_role");
  });
});

describe("V1_0", () => {
  const first = (content: object) => answering({ claimsOverrideDetails: content });

  it("changes the claims of the ID token, and the groups of both", async () => {
    const { access, id } = await claims(
      first({
        claimsToAddOrOverride: { team: "red" },
        claimsToSuppress: ["email"],
        groupOverrideDetails: { groupsToOverride: ["guests"] },
      }),
      { tokenVersion: "V1_0" },
    );

    expect(id).toMatchObject({ team: "red", "cognito:groups": ["guests"] });
    expect(id).not.toHaveProperty("email");
    expect(access).toMatchObject({ "cognito:groups": ["guests"] });
    expect(access).not.toHaveProperty("team");
    expect(world.running.invocations()[0]?.event).toMatchObject({ version: "1" });
    expect(world.running.invocations()[0]?.event).not.toHaveProperty("request.scopes");
  });

  it("takes strings only", async () => {
    const triggers = { PreTokenGeneration: first({ claimsToAddOrOverride: { count: 1 } }) };
    world = await startWorld({ tokenVersion: "V1_0", triggers });
    const { email } = await givenUser(world);

    expect(await refusal(attempt(world, email))).toMatch(/^InvalidLambdaResponseException/);
  });
});

it("issues no token when the trigger fails", async () => {
  const triggers = { PreTokenGeneration: () => Promise.reject(new Error("memberships unreadable")) };
  world = await startWorld({ triggers });
  const { email } = await givenUser(world);

  expect(await refusal(attempt(world, email))).toBe(
    "UserLambdaValidationException: PreTokenGeneration failed with error memberships unreadable.",
  );
});
