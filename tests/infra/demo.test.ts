/** The demo: what it puts into the template, what guests and users of the demo may call, and that a stage without it has none of it. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { matchesWildcard } from "../../packages/local-aws/src/http-api/wildcard.js";
import { DEFAULT_ROLES, roleNames } from "../../shared/domain/role.js";
import { packagedService, type Template } from "../support/packaged-functions.js";
import { danglingReferences, propertiesOf, resourcesOf } from "../support/template-graph.js";

type Statement = { readonly Effect: string; readonly Action: unknown; readonly Resource: unknown };
type Policy = { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };

const ROUTES = ["GET /test/plain", "GET /test/public", "GET /test/auth"];
const MEMBERS = roleNames(DEFAULT_ROLES).map((role) => `${role}IdentityRole`);

let template: Template;
beforeAll(async () => {
  ({ template } = await packagedService());
}, 120_000);

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The Fn::Sub texts of a policy, with an API and an account in place of the references. */
const arnOf = (resource: unknown): string =>
  String((resource as { "Fn::Sub"?: string })["Fn::Sub"] ?? JSON.stringify(resource)).replace(
    /\$\{(?:AWS::)?(\w+)\}/g,
    (_, name: string) => name,
  );
const routeArn = (route: string): string =>
  `arn:Partition:execute-api:Region:AccountId:HttpApi/$default/${route.replace(" ", "")}`;

const statementsOf = (role: string): readonly Statement[] => {
  const own = propertiesOf(template, role).Policies as readonly Policy[];
  const attached = resourcesOf(template, "AWS::IAM::Policy").filter(([, { Properties }]) =>
    JSON.stringify(Properties.Roles).includes(`"${role}"`),
  );
  return [...own, ...attached.map(([, { Properties }]) => Properties as unknown as Policy)].flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
};

/** The routes that a role may invoke, of those in the template and of paths that callers can choose themselves. */
const invocable = (role: string): string[] =>
  requests().filter((request) =>
    statementsOf(role).some(
      ({ Effect, Resource }) =>
        Effect === "Allow" &&
        listOf(Resource).some((each) => matchesWildcard(arnOf(each), routeArn(request))),
    ),
  );

/** A request to each route; path parameters hold values that try to be another route. */
const requests = (): string[] => {
  const keys = resourcesOf(template, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) =>
    String(Properties.RouteKey),
  );
  const values = ["x", "test", "test/public", "..%2Ftest%2Fpublic", "GET/test/public", "test/public/x", "*"];
  const all = keys.flatMap((key) =>
    key.includes("{") ? values.map((value) => key.replace(/\{[^}]+\}/g, value)) : [key],
  );
  return [...new Set(all)];
};

describe("a stage with the demo", () => {
  it("has its routes, of which one is open", () => {
    const guards = new Map(
      resourcesOf(template, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => [
        Properties.RouteKey,
        Properties.AuthorizationType ?? "NONE",
      ]),
    );
    expect(ROUTES.map((key) => guards.get(key))).toEqual(["NONE", "AWS_IAM", "AWS_IAM"]);
  });

  it("has identities for guests, also for tokens of the client for SRP", () => {
    const clients = ["UserPoolClient", "TokenClient", "DemoSrpClient"];
    expect(propertiesOf(template, "IdentityPool")).toMatchObject({
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: false,
      CognitoIdentityProviders: clients.map((Ref) => ({
        ProviderName: { "Fn::GetAtt": ["UserPool", "ProviderName"] },
        ClientId: { Ref },
        ServerSideTokenCheck: true,
      })),
    });
    const { RoleMappings } = propertiesOf(template, "IdentityPoolRoles") as { RoleMappings: object };
    expect(Object.keys(RoleMappings)).toEqual(["userPool", "tokenClient", "demoSrpClient"]);
  });

  it("has a confidential client that takes nothing but SRP, and holds its tokens itself", () => {
    expect(propertiesOf(template, "DemoSrpClient")).toMatchObject({
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
      WriteAttributes: ["email", "name"],
    });
    expect(propertiesOf(template, "TokenClients").Value).toEqual({
      "Fn::Join": [",", ["TokenClient", "ServiceClient", "DemoSrpClient"].map((Ref) => ({ Ref }))],
    });
    expect(JSON.stringify(propertiesOf(template, "AuthorizerLambdaFunction"))).not.toContain("DemoSrpClient");
  });

  it("gives its function no rights but those of logs", () => {
    const { Policies } = propertiesOf(template, "DemoIamRoleLambdaExecution") as { Policies: Policy[] };
    const actions = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(({ Action }) =>
      listOf(Action),
    );
    expect(actions.filter((action) => !String(action).startsWith("logs:"))).toEqual([]);
  });
});

describe("of all routes of the API,", () => {
  it("guests may call one", () => {
    expect(requests().length).toBeGreaterThan(80);
    expect(invocable("UnauthenticatedRole")).toEqual(["GET /test/public"]);
  });

  it("users without a role may call two", () => {
    expect(invocable("AuthenticatedRole").sort()).toEqual(["GET /test/auth", "GET /test/public"]);
  });

  it.each(MEMBERS)("%s may call one more", (role) => {
    expect(invocable(role).sort()).toEqual(["GET /api/probe/iam", "GET /test/auth", "GET /test/public"]);
  });

  it.each(["UnauthenticatedRole", "AuthenticatedRole", ...MEMBERS])("%s has no other right", (role) => {
    expect(propertiesOf(template, role)).not.toHaveProperty("ManagedPolicyArns");
    for (const statement of statementsOf(role)) {
      expect(Object.keys(statement).sort()).toEqual(["Action", "Effect", "Resource"]);
      expect(statement).toMatchObject({ Effect: "Allow", Action: "execute-api:Invoke" });
      expect(listOf(statement.Resource).map(arnOf).join()).not.toMatch(/[*?]/);
    }
  });
});

describe("a stage without the demo", () => {
  let without: Template;
  beforeAll(async () => {
    ({ template: without } = await packagedService({ demo: "off" }));
  }, 240_000);

  it("has no trace of it", () => {
    expect(JSON.stringify(without)).not.toMatch(/demo|srp|\/test\//i);
    expect(propertiesOf(without, "IdentityPool").AllowUnauthenticatedIdentities).toBe(false);
    for (const role of ["AuthenticatedRole", "UnauthenticatedRole"])
      expect(propertiesOf(without, role).Policies).toEqual([]);
  });

  it("is otherwise the same, and whole", () => {
    const names = (of: Template) => Object.keys(of.Resources).filter((name) => !/Demo|Test/.test(name));
    expect(names(without).sort()).toEqual(names(template).sort());
    expect(danglingReferences(without)).toEqual([]);
  });
});
