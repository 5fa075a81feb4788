import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { DEFAULT_ROLES, roleGroup, roleNames } from "../../shared/domain/role.js";
import { packagedService, type Template } from "../support/packaged-functions.js";
import { propertiesOf, resourcesOf } from "../support/template-graph.js";

type Json = Readonly<Record<string, unknown>>;
type Statement = { readonly Action: string; readonly Resource: unknown; readonly Condition: Json };

let template: Template;
beforeAll(async () => {
  // The demo adds guests, which tests/infra/demo.test.ts covers.
  ({ template } = await packagedService({ demo: "off" }));
}, 120_000);

const properties = (id: string) => propertiesOf(template, id);
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const NAMES = roleNames(DEFAULT_ROLES);
const IDENTITY_ROLES = [
  "AuthenticatedRole",
  "UnauthenticatedRole",
  ...NAMES.map((name) => `${name}IdentityRole`),
];

describe("the identity pool", () => {
  it("accepts only ID tokens of our pool and client, checked by the server", () => {
    expect(properties("IdentityPool")).toMatchObject({
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: false,
      CognitoIdentityProviders: [
        {
          ProviderName: { "Fn::GetAtt": ["UserPool", "ProviderName"] },
          ClientId: { Ref: "UserPoolClient" },
          ServerSideTokenCheck: true,
        },
        {
          ProviderName: { "Fn::GetAtt": ["UserPool", "ProviderName"] },
          ClientId: { Ref: "TokenClient" },
          ServerSideTokenCheck: true,
        },
      ],
    });
  });

  it("gives each role of the stage its own IAM role, the highest first", () => {
    const { RoleMappings, Roles } = properties("IdentityPoolRoles") as { RoleMappings: Json; Roles: Json };
    expect(RoleMappings.userPool).toEqual({
      IdentityProvider: {
        "Fn::Join": [":", [{ "Fn::GetAtt": ["UserPool", "ProviderName"] }, { Ref: "UserPoolClient" }]],
      },
      Type: "Rules",
      AmbiguousRoleResolution: "AuthenticatedRole",
      RulesConfiguration: {
        Rules: NAMES.map((name) => ({
          ...{ Claim: "role", MatchType: "Equals", Value: name },
          RoleARN: arnOf(`${name}IdentityRole`),
        })),
      },
    });
    expect(Roles).toEqual({
      authenticated: arnOf("AuthenticatedRole"),
      unauthenticated: arnOf("UnauthenticatedRole"),
    });
  });

  it.each(IDENTITY_ROLES)("is the only principal that can issue %s, to users of the right kind", (id) => {
    const { Statement: trust } = properties(id).AssumeRolePolicyDocument as { Statement: Statement[] };
    const amr = id === "UnauthenticatedRole" ? "unauthenticated" : "authenticated";
    expect(trust).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": { Ref: "IdentityPool" } },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
        },
      },
    ]);
  });

  it("gives members one route for IAM identities, and gives other users none", () => {
    const statements = IDENTITY_ROLES.map((id) => {
      const policies = properties(id).Policies as { PolicyDocument: { Statement: Statement[] } }[];
      return [id, policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)] as const;
    });
    for (const [id, of] of statements) {
      const member = id.endsWith("IdentityRole");
      expect([id, of.map(({ Action }) => Action)]).toEqual([id, member ? ["execute-api:Invoke"] : []]);
      expect(JSON.stringify(of.map(({ Resource }) => Resource))).toMatch(
        member ? /\$\{HttpApi\}\/\$default\/GET\/api\/probe\/iam"/ : /^\[\]$/,
      );
    }
  });
});

it("the user pool has a group for each role, each with its own precedence and role", () => {
  const groups = resourcesOf(template, "AWS::Cognito::UserPoolGroup").map(([, { Properties }]) => Properties);
  expect(groups.map(({ GroupName, Precedence, RoleArn }) => ({ GroupName, Precedence, RoleArn }))).toEqual(
    NAMES.map((name, index) => ({
      ...{ GroupName: roleGroup(name), Precedence: index },
      RoleArn: arnOf(`${name}IdentityRole`),
    })),
  );
});

it("a stage with its own roles gets their groups, IAM roles and rules, in their order", async () => {
  const roleGroups = createRequire(import.meta.url)("../../resources/role-groups.cjs") as (given: {
    resolveVariable(name: string): Promise<string>;
  }) => Promise<{ Resources: Readonly<Record<string, { readonly Properties: Json }>> }>;
  const roles = ["Admin", "Clerk"].map((role) => ({ role, permissions: { "*": ["admin"] } }));
  const { Resources } = await roleGroups({
    resolveVariable: async (name) => (name === "param:roles" ? JSON.stringify(roles) : ""),
  });
  expect(Object.keys(Resources)).toEqual([
    ...["AdminIdentityRole", "AdminGroup", "ClerkIdentityRole", "ClerkGroup"],
    "IdentityPoolRoles",
  ]);
  expect(Resources.ClerkGroup?.Properties).toMatchObject({ GroupName: "clerks", Precedence: 1 });
  expect(Resources.IdentityPoolRoles?.Properties).toMatchObject({
    RoleMappings: { userPool: { RulesConfiguration: { Rules: [{ Value: "Admin" }, { Value: "Clerk" }] } } },
  });
});
