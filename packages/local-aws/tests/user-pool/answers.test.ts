/** Answers against the models of the SDK: the SDK drops what it does not know, and other clients do not. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { unknownFieldsIn } from "./sdk-shapes.js";
import { givenUser, password, poolId, publicId, startWorld, type World, webId } from "./world.js";

let world: World;
let accessToken: string;
let email: string;

async function call(operation: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(world.running.url, {
    method: "POST",
    headers: {
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      "content-type": "application/x-amz-json-1.1",
      authorization: "AWS4-HMAC-SHA256 Credential=local",
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (response.status !== 200) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
  return answer;
}

const inPool = { UserPoolId: poolId };
const paged = { ...inPool, MaxResults: 10 };

/** Creates before it reads. Each operation is called once, in this order. */
const calls: readonly (readonly [string, () => object])[] = [
  ["CreateGroup", () => ({ ...inPool, GroupName: "staff", Description: "Staff", Precedence: 1 })],
  ["GetGroup", () => ({ ...inPool, GroupName: "staff" })],
  ["ListGroups", () => inPool],
  ["AdminAddUserToGroup", () => ({ ...inPool, Username: email, GroupName: "staff" })],
  ["AdminListGroupsForUser", () => ({ ...inPool, Username: email })],
  ["ListUsersInGroup", () => ({ ...inPool, GroupName: "staff" })],
  ["ListUsers", () => inPool],
  ["AdminGetUser", () => ({ ...inPool, Username: email })],
  ["GetUser", () => ({ AccessToken: accessToken })],
  ["GetUserAuthFactors", () => ({ AccessToken: accessToken })],
  ["AdminGetUserAuthFactors", () => ({ ...inPool, Username: email })],
  ["ListDevices", () => ({ AccessToken: accessToken })],
  ["ListWebAuthnCredentials", () => ({ AccessToken: accessToken })],
  ["AssociateSoftwareToken", () => ({ AccessToken: accessToken })],
  ["AdminCreateUser", () => ({ ...inPool, Username: "new@example.com" })],
  ["SignUp", () => ({ ClientId: publicId, Username: "up@example.com", Password: password })],
  ["ForgotPassword", () => ({ ClientId: publicId, Username: email })],
  ["CreateResourceServer", () => ({ ...inPool, Identifier: "orders", Name: "orders" })],
  ["ListResourceServers", () => paged],
  ["CreateUserPoolDomain", () => ({ ...inPool, Domain: "people" })],
  ["DescribeUserPoolDomain", () => ({ Domain: "people" })],
  [
    "CreateIdentityProvider",
    () => ({
      ...inPool,
      ProviderName: "Google",
      ProviderType: "Google",
      ProviderDetails: { client_id: "a", client_secret: "b", authorize_scopes: "openid" },
    }),
  ],
  ["DescribeIdentityProvider", () => ({ ...inPool, ProviderName: "Google" })],
  ["ListIdentityProviders", () => paged],
  ["DescribeUserPool", () => inPool],
  ["CreateUserPool", () => ({ PoolName: "second" })],
  ["ListUserPools", () => ({ MaxResults: 10 })],
  ["CreateUserPoolClient", () => ({ ...inPool, ClientName: "third", GenerateSecret: true })],
  ["UpdateUserPoolClient", () => ({ ...inPool, ClientId: publicId })],
  ["DescribeUserPoolClient", () => ({ ...inPool, ClientId: webId })],
  ["ListUserPoolClients", () => paged],
  ["AddUserPoolClientSecret", () => ({ ...inPool, ClientId: webId })],
  ["ListUserPoolClientSecrets", () => ({ ...inPool, ClientId: webId })],
  ["GetUserPoolMfaConfig", () => inPool],
  ["GetCSVHeader", () => inPool],
  ["SetUICustomization", () => ({ ...inPool, CSS: ".all {}" })],
  ["GetUICustomization", () => inPool],
  ["CreateManagedLoginBranding", () => ({ ...inPool, ClientId: webId, UseCognitoProvidedValues: true })],
  ["GetLogDeliveryConfiguration", () => inPool],
  ["SetRiskConfiguration", () => inPool],
  ["GetSigningCertificate", () => inPool],
  [
    "CreateUserImportJob",
    () => ({ ...inPool, JobName: "job", CloudWatchLogsRoleArn: "arn:aws:iam::000000000000:role/log" }),
  ],
  ["ListUserImportJobs", () => paged],
  ["GetUserPoolSessionConfiguration", () => inPool],
  ["AdminListUserSessions", () => ({ ...inPool, Username: email })],
  [
    "CreateTerms",
    () => ({
      ...inPool,
      ClientId: webId,
      TermsName: "terms-of-use",
      TermsSource: "LINK",
      Enforcement: "NONE",
      Links: { "cognito:default": "https://terms.example.com" },
    }),
  ],
  ["ListTerms", () => inPool],
];

beforeAll(async () => {
  world = await startWorld({
    pool: {
      UserPoolTier: "PLUS",
      UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" },
      MfaConfiguration: "OPTIONAL",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
      WebAuthnRelyingPartyID: "example.com",
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
    },
  });
  const tracking = { UserSessionTracking: "ENABLED", TokenSession: { MaxPerUser: 20 } };
  await call("SetUserPoolSessionConfiguration", { ...inPool, ...tracking });
  email = (await givenUser(world)).email;
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const signedIn = { ClientId: publicId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
  const answer = await call("InitiateAuth", signedIn);
  expect(unknownFieldsIn("InitiateAuth", answer)).toEqual([]);
  accessToken = (answer.AuthenticationResult as { AccessToken: string }).AccessToken;
});
afterAll(() => world.close());

it("holds nothing that is not documented, and all of the documented type", async () => {
  const faults: string[] = [];
  for (const [operation, body] of calls) {
    faults.push(...unknownFieldsIn(operation, await call(operation, body())));
  }

  expect(faults).toEqual([]);
});
