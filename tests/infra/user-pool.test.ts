import { beforeAll, describe, expect, it } from "@jest/globals";
import { PASSWORD_POLICY } from "../../shared/domain/password-policy.js";
import { packagedService, type Template } from "../support/packaged-functions.js";
import { propertiesOf, resourcesOf } from "../support/template-graph.js";

type Json = Readonly<Record<string, unknown>>;

let template: Template;
beforeAll(async () => {
  ({ template } = await packagedService());
}, 120_000);

const ofType = (type: string) => resourcesOf(template, type);
const properties = (id: string) => propertiesOf(template, id);
const lambdaConfig = () => properties("UserPool").LambdaConfig as Json;
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

/** The function of each trigger. */
const FUNCTIONS = {
  PreSignUp: "ArrivalTriggers",
  UserMigration: "ArrivalTriggers",
  PostConfirmation: "SignInTriggers",
  PreAuthentication: "SignInTriggers",
  PostAuthentication: "SignInTriggers",
  DefineAuthChallenge: "ChallengeTriggers",
  CreateAuthChallenge: "ChallengeTriggers",
  VerifyAuthChallengeResponse: "ChallengeTriggers",
  CustomMessage: "CustomMessage",
};

describe("the user pool", () => {
  it("calls PreTokenGeneration with event version 2, on a plan that has it", () => {
    expect(properties("UserPool").UserPoolTier).toBe("ESSENTIALS");
    expect(lambdaConfig().PreTokenGenerationConfig).toEqual({
      LambdaArn: arnOf("SignInTriggersLambdaFunction"),
      LambdaVersion: "V2_0",
    });
    expect(lambdaConfig()).not.toHaveProperty("PreTokenGeneration");
  });

  it("calls InboundFederation in the only event version that it has", () => {
    expect(lambdaConfig().InboundFederation).toEqual({
      LambdaArn: arnOf("InboundFederationLambdaFunction"),
      LambdaVersion: "V1_0",
    });
  });

  it.each(Object.entries(FUNCTIONS))("calls at %s the function %s", (trigger, name) => {
    expect(lambdaConfig()[trigger]).toEqual(arnOf(`${name}LambdaFunction`));
  });

  it("signs in by e-mail in any casing, and changes an address only after its verification", () => {
    expect(properties("UserPool")).toMatchObject({
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    });
  });

  it("asks of passwords what the endpoints ask before it", () => {
    const { PasswordPolicy } = properties("UserPool").Policies as { PasswordPolicy: Json };
    expect(PasswordPolicy).toMatchObject({
      MinimumLength: PASSWORD_POLICY.minimumLength,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
    });
  });

  it("has mutable attributes only, because an immutable one fails the second migration", () => {
    const schema = properties("UserPool").Schema as { Mutable: boolean }[];
    expect(schema.every(({ Mutable }) => Mutable)).toBe(true);
  });
});

describe.each(["UserPoolClient", "TokenClient"])("the client %s of the endpoints", (id) => {
  it("is confidential, hides who exists, and rotates refresh tokens", () => {
    const client = properties(id);
    expect(client).toMatchObject({
      GenerateSecret: true,
      PreventUserExistenceErrors: "ENABLED",
      EnableTokenRevocation: true,
      RefreshTokenRotation: { Feature: "ENABLED" },
    });
    expect(client.ExplicitAuthFlows).not.toContain("ALLOW_REFRESH_TOKEN_AUTH");
  });

  it("lets users write no attribute that the product trusts", () => {
    const writable = properties(id).WriteAttributes as string[];
    expect(writable.filter((name) => /^custom:|^email_verified$/.test(name))).toEqual([]);
  });

  it("gives access tokens that live for minutes", () => {
    expect(properties(id)).toMatchObject({
      AccessTokenValidity: 15,
      TokenValidityUnits: { AccessToken: "minutes" },
    });
  });
});

describe("the client whose tokens applications hold", () => {
  const textOf = (id: string) => properties(id).Value;
  const list = (...clients: string[]) => ({ "Fn::Join": [",", clients.map((Ref) => ({ Ref }))] });

  it("signs in as the other client does, and not with a provider", () => {
    const { ClientName, ...client } = properties("TokenClient");
    expect(ClientName).toBe("token-sessions");
    expect(properties("UserPoolClient")).toMatchObject(client);
    expect(Object.keys(client).filter((name) => /OAuth|IdentityProviders|URLs/.test(name))).toEqual([]);
  });

  it("is in the list that PreTokenGeneration reads, and the client of browsers is not", () => {
    expect(textOf("TokenClients")).toEqual(list("TokenClient", "ServiceClient", "DemoSrpClient"));
    const role = JSON.stringify(properties("SignInTriggersIamRoleLambdaExecution").Policies);
    expect(role).toContain(`parameter${String(properties("TokenClients").Name)}"`);
  });

  it("is one of the clients whose sign-ins the endpoints report", () => {
    expect(textOf("EndpointClients")).toEqual(list("UserPoolClient", "TokenClient"));
  });
});

describe("sign-in with Google", () => {
  it("maps the address together with Google's verification of it", () => {
    expect(properties("GoogleProvider")).toMatchObject({
      ProviderType: "Google",
      AttributeMapping: { username: "sub", email: "email", email_verified: "email_verified" },
    });
    expect(JSON.stringify(properties("GoogleProvider").ProviderDetails)).toContain(
      "{{resolve:secretsmanager:",
    );
  });

  it("gives codes only, at addresses that the stage names", () => {
    const client = JSON.stringify(properties("UserPoolClient").AllowedOAuthFlows);
    expect(client).toContain('["code"]');
    expect(JSON.stringify(properties("UserPoolClient").SupportedIdentityProviders)).not.toContain("COGNITO");
  });

  it("lets the function link identities in our pool alone, by a policy that makes no cycle", () => {
    const [statement] = (properties("LinkIdentitiesPolicy").PolicyDocument as { Statement: Json[] })
      .Statement;
    expect(statement).toEqual({
      Effect: "Allow",
      Action: [
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminLinkProviderForUser",
        "cognito-idp:AdminUserGlobalSignOut",
      ],
      Resource: arnOf("UserPool"),
    });
  });
});

describe("two pool users of one legacy identity", () => {
  const statementOf = (id: string) => (properties(id).PolicyDocument as { Statement: Json[] }).Statement;

  it("are read by the triggers of arrivals and of sign-ins, in our pool alone", () => {
    expect(statementOf("ReadPoolUsersPolicy")).toEqual([
      {
        Effect: "Allow",
        Action: ["cognito-idp:AdminGetUser", "cognito-idp:ListUsers"],
        Resource: arnOf("UserPool"),
      },
    ]);
  });

  it("are joined by the triggers of sign-ins alone, and only in a stage with a provider", () => {
    expect(statementOf("JoinPoolUsersPolicy")).toEqual([
      {
        Effect: "Allow",
        Action: ["cognito-idp:AdminDeleteUser", "cognito-idp:AdminLinkProviderForUser"],
        Resource: arnOf("UserPool"),
      },
    ]);
    expect(properties("JoinPoolUsersPolicy").Roles).toEqual([
      { Ref: "SignInTriggersIamRoleLambdaExecution" },
    ]);
    expect(template.Resources.JoinPoolUsersPolicy).toMatchObject({ Condition: "HasProvider" });
  });
});

it("the legacy id of a federated user is written by the triggers of sign-ins alone, in a stage with a provider", () => {
  const { Roles, PolicyDocument } = properties("WriteLegacyIdPolicy");
  expect(PolicyDocument).toMatchObject({
    Statement: [
      { Effect: "Allow", Action: "cognito-idp:AdminUpdateUserAttributes", Resource: arnOf("UserPool") },
    ],
  });
  expect(Roles).toEqual([{ Ref: "SignInTriggersIamRoleLambdaExecution" }]);
  expect(template.Resources.WriteLegacyIdPolicy).toMatchObject({ Condition: "HasProvider" });
});

describe("invoke permissions", () => {
  it.each([...new Set(Object.values(FUNCTIONS)), "InboundFederation"])(
    "allow our pool, in our account, to call %s",
    (name) => {
      const found = ofType("AWS::Lambda::Permission").filter(
        ([, { Properties }]) =>
          JSON.stringify(Properties.FunctionName) === JSON.stringify(arnOf(`${name}LambdaFunction`)),
      );
      expect(found.map(([, { Properties }]) => Properties)).toEqual([
        {
          Action: "lambda:InvokeFunction",
          FunctionName: arnOf(`${name}LambdaFunction`),
          Principal: "cognito-idp.amazonaws.com",
          SourceArn: arnOf("UserPool"),
          SourceAccount: { Ref: "AWS::AccountId" },
        },
      ]);
    },
  );

  it("all name what may call", () => {
    const open = ofType("AWS::Lambda::Permission").filter(
      ([, { Properties }]) => Properties.SourceArn === undefined,
    );
    expect(open.map(([id]) => id)).toEqual([]);
  });
});
