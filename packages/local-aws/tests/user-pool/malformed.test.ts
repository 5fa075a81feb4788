/**
 * Every operation against the models of the SDK: a request of another shape than documented is refused, and never
 * causes an internal error.
 */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { operations } from "../../src/user-pool/operations/table.js";
import { inputOf, type Member, type ShapeKind } from "./sdk-shapes.js";
import { poolId, publicId, startWorld, type World } from "./world.js";

const defects: unknown[] = [];
let world: World;
beforeAll(async () => {
  world = await startWorld({ options: { onDefect: (error) => void defects.push(error) } });
});
afterAll(() => world.close());

interface Answer {
  readonly status: number;
  readonly error: string;
  readonly message: string;
}

async function answer(operation: string, body: unknown): Promise<Answer> {
  const response = await fetch(world.running.url, {
    method: "POST",
    headers: {
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      "content-type": "application/x-amz-json-1.1",
      authorization: "AWS4-HMAC-SHA256 Credential=local",
    },
    body: JSON.stringify(body),
  });
  const { __type = "", message = "" } = (await response.json()) as Record<string, string>;
  return { status: response.status, error: __type, message };
}

const refusedInput = "InvalidParameterException";
const otherType = "SerializationException";

const identity = {
  ProviderName: "Google",
  ProviderAttributeName: "Cognito_Subject",
  ProviderAttributeValue: "1",
};

/** Values of the right form that name nothing. */
const samples: Readonly<Record<string, unknown>> = {
  AccessToken: "a.b.c",
  AttributeName: "email",
  CertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/x",
  CloudWatchLogsRoleArn: "arn:aws:iam::000000000000:role/import",
  Credential: {
    id: "eA",
    rawId: "eA",
    type: "public-key",
    response: { clientDataJSON: "eA", attestationObject: "eA" },
    clientExtensionResults: {},
  },
  CustomAttributes: [{ Name: "team" }],
  DeviceKey: "us-east-1_00000000-0000-4000-8000-000000000000",
  DeviceRememberedStatus: "remembered",
  DeviceSecretVerifierConfig: { PasswordVerifier: "eHh4", Salt: "eHh4" },
  DestinationUser: identity,
  Enforcement: "NONE",
  FeedbackValue: "Valid",
  JobId: "import-0",
  Links: { "cognito:default": "https://terms.example.com" },
  ManagedLoginBrandingId: "00000000-0000-4000-8000-000000000000",
  PreviousPassword: "Correct-Horse-1",
  ProviderType: "Google",
  ResourceArn: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Unknown00",
  Session: "x".repeat(20),
  SessionId: "tkn0000000000000000000000000",
  SSOSession: { MaxValidityMinutes: 60 },
  TermsId: "00000000-0000-4000-8000-000000000000",
  TermsName: "terms-of-use",
  TermsSource: "LINK",
  SourceUser: identity,
  TokenSession: { MaxPerUser: 20 },
  User: identity,
  UserAttributeNames: ["name"],
  UserCode: "123456",
  UserPoolId: "us-east-1_Unknown00",
  UserSessionTracking: "ENABLED",
};

const fillings: Readonly<Record<ShapeKind, unknown>> = {
  string: "x",
  number: 1,
  boolean: true,
  blob: "eA==",
  document: {},
  timestamp: 1,
  list: [],
  map: {},
  structure: {},
};

const otherTypes: Readonly<Record<ShapeKind, readonly unknown[]>> = {
  string: [1, ["x"], { a: "x" }],
  number: ["x", {}],
  boolean: ["x", {}],
  blob: [1, {}],
  document: [],
  timestamp: ["x", {}],
  list: ["x", { a: "x" }],
  map: ["x", ["x"]],
  structure: ["x", ["x"]],
};

/** These look up what they change before they read the change. */
const atHome: Readonly<Record<string, object>> = {
  CreateUserPoolClient: { UserPoolId: poolId },
  UpdateUserPool: { UserPoolId: poolId },
  UpdateUserPoolClient: { UserPoolId: poolId, ClientId: publicId },
};

const wellFormed = (operation: string): Record<string, unknown> => ({
  ...Object.fromEntries(
    inputOf(operation)
      .filter(({ name, required }) => required || name in samples)
      .map(({ name, kind }) => [name, samples[name] ?? fillings[kind]]),
  ),
  ...atHome[operation],
});

/** What `check` says of each member of each operation, without the silence. */
async function faultsOf(
  check: (operation: string, member: Member) => Promise<(string | undefined)[]>,
): Promise<string[]> {
  const faults: (string | undefined)[] = [];
  for (const operation of operations.keys()) {
    const checked = await Promise.all(inputOf(operation).map((member) => check(operation, member)));
    faults.push(...checked.flat());
  }
  return faults.filter((fault) => fault !== undefined);
}

it("refuses a value of another type, whatever the member", async () => {
  const faults = await faultsOf((operation, { name, kind }) =>
    Promise.all(
      otherTypes[kind].map(async (value) => {
        const { error, message } = await answer(operation, { ...wellFormed(operation), [name]: value });
        const refused =
          [refusedInput, otherType].includes(error) && message.toLowerCase().includes(name.toLowerCase());
        return refused ? undefined : `${operation}.${name} = ${JSON.stringify(value)}: ${error} ${message}`;
      }),
    ),
  );

  expect(faults).toEqual([]);
  expect(defects).toEqual([]);
});

it("refuses a request without a member that it needs", async () => {
  const faults = await faultsOf(async (operation, { name, required }) => {
    if (!required) return [];
    const { [name]: _, ...rest } = wellFormed(operation);
    const { error } = await answer(operation, rest);
    return [error === refusedInput ? undefined : `${operation}.${name}: ${error}`];
  });

  expect(faults).toEqual([]);
  expect(defects).toEqual([]);
});

it("needs no member beyond those that the model requires", async () => {
  const faults: string[] = [];
  for (const operation of operations.keys()) {
    const members = inputOf(operation).filter(({ required }) => required);
    const body = members.map(({ name, kind }) => [name, samples[name] ?? fillings[kind]]);
    const { error, message } = await answer(operation, Object.fromEntries(body));
    if (message.includes("must not be null")) faults.push(`${operation}: ${error} ${message}`);
  }

  expect(faults).toEqual([]);
});

/** The API reference gives them a pattern, and no length. */
const unlimited = ["AccessToken", "CredentialId", "RefreshToken", "Token"];

it("refuses text that is longer than the API takes", async () => {
  const faults = await faultsOf(async (operation, { name, kind }) => {
    if (kind !== "string") return [];
    const { status, error } = await answer(operation, {
      ...wellFormed(operation),
      [name]: "x".repeat(140_000),
    });
    const refused = unlimited.includes(name) ? status === 400 : error === refusedInput;
    return [refused ? undefined : `${operation}.${name}: ${status} ${error}`];
  });

  expect(faults).toEqual([]);
  expect(defects).toEqual([]);
});

/** An unknown domain is described as empty; the others need no pool. */
const unbound = ["CreateUserPool", "DescribeUserPoolDomain", "ListUserPools"];

it("knows no pool, client or session that is not there", async () => {
  const faults: string[] = [];
  for (const operation of operations.keys()) {
    if (unbound.includes(operation) || operation in atHome) continue;
    const members = inputOf(operation).map(({ name }) => name);
    const owned = ["UserPoolId", "ClientId", "ResourceArn"].some((name) => members.includes(name));
    const body = wellFormed(operation);
    const { error, message } = await answer(operation, body);
    const expected = owned ? "ResourceNotFoundException" : "NotAuthorizedException";
    if (error !== expected) faults.push(`${operation}: ${error} ${message}`);
  }

  expect(faults).toEqual([]);
});

it.each([null, 1, "x", []])("refuses %j in place of an object", async (body) => {
  const names = [...operations.keys()];
  const errors = await Promise.all(names.map(async (name) => (await answer(name, body)).error));

  expect([...new Set(errors)]).toEqual([otherType]);
  expect(defects).toEqual([]);
});

it.each([
  ["ListUsers", { UserPoolId: poolId, Filter: null, AttributesToGet: null }, ": "],
  [
    "InitiateAuth",
    {
      ClientId: publicId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: null },
      ClientMetadata: null,
    },
    "InvalidParameterException: Missing required parameter USERNAME",
  ],
])("takes a member that is null for one that is not there: %s with %j", async (operation, body, expected) => {
  const { error, message } = await answer(operation, body);

  expect(`${error}: ${message}`).toBe(expected);
});

const violation = (member: string, rule: string) =>
  `InvalidParameterException: 1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`;

it.each([
  ["ListUsers", {}, violation("userPoolId", "Member must not be null")],
  ["ListUsers", { UserPoolId: 1 }, "SerializationException: Member 'userPoolId' has the wrong type."],
  [
    "ListUsers",
    { UserPoolId: "bad" },
    violation("userPoolId", "Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+"),
  ],
  [
    "ListUsers",
    { UserPoolId: poolId, Limit: 61 },
    violation("limit", "Member must have value less than or equal to 60"),
  ],
  [
    "ListUsers",
    { UserPoolId: poolId, Limit: -1 },
    violation("limit", "Member must have value greater than or equal to 0"),
  ],
  [
    "SignUp",
    { ClientId: publicId, Username: "ada", Password: "x".repeat(1025) },
    violation("password", "Member must have length less than or equal to 1024"),
  ],
  [
    "AdminCreateUser",
    { UserPoolId: poolId, Username: "ada", MessageAction: "SHOUT" },
    violation("messageAction", "Member must satisfy enum value set: [RESEND, SUPPRESS]"),
  ],
  ["SetUICustomization", {}, violation("userPoolId", "Member must not be null")],
])("says of %s with %j what AWS says", async (operation, body, expected) => {
  const { error, message } = await answer(operation, body);

  expect(`${error}: ${message}`).toBe(expected);
});
