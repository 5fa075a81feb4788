/** Which triggers a flow fires, in their order, with every trigger of a pool configured (developer guide). */
import { readFile } from "node:fs/promises";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import {
  answering,
  givenPerson,
  lastCode,
  named,
  password,
  poolId,
  publicId,
  secretHash,
  signIn,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
  webId,
} from "./world.js";

const silent = (event: TriggerEvent): unknown => event;
const migrated = { email: "legacy@example.com", email_verified: "true" };

const triggers = {
  PreSignUp: silent,
  PostConfirmation: silent,
  PreAuthentication: silent,
  PostAuthentication: silent,
  PreTokenGeneration: silent,
  CustomMessage: silent,
  DefineAuthChallenge: (event: TriggerEvent) =>
    answering(
      (event.request.session as unknown[]).length === 0
        ? { challengeName: "CUSTOM_CHALLENGE", issueTokens: false, failAuthentication: false }
        : { issueTokens: true, failAuthentication: false },
    )(event),
  CreateAuthChallenge: answering({
    publicChallengeParameters: { question: "?" },
    privateChallengeParameters: { answer: "!" },
  }),
  VerifyAuthChallengeResponse: answering({ answerCorrect: true }),
  UserMigration: (event: TriggerEvent) =>
    event.userName.startsWith("legacy")
      ? answering({
          userAttributes: { ...migrated, email: event.userName },
          finalUserStatus: "CONFIRMED",
          messageAction: "SUPPRESS",
        })(event)
      : event,
};

let world: World;
beforeAll(async () => {
  const ExplicitAuthFlows = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ];
  world = await startWorld({ client: { ExplicitAuthFlows }, publicClient: { ExplicitAuthFlows }, triggers });
});
afterAll(() => world.close());

const firedHere = new Set<string>();

const firing = async (flow: () => Promise<unknown>): Promise<string[]> => {
  const before = world.running.invocations().at(-1)?.sequence ?? 0;
  await flow();
  const fired = sources(world, before);
  for (const source of fired) firedHere.add(source);
  return fired;
};

let newcomers = 0;
const newcomer = () => `newcomer${++newcomers}@example.com`;

const signUp = async (email: string) =>
  world.cognito.send(new SignUpCommand({ ...named(world, email), Password: password }));

const customSignIn = async (email: string) => {
  const hash = (USERNAME: string) => ({ USERNAME, SECRET_HASH: secretHash(world, USERNAME) });
  const asked = await world.cognito.send(
    new InitiateAuthCommand({ ClientId: webId, AuthFlow: "CUSTOM_AUTH", AuthParameters: hash(email) }),
  );
  const { ChallengeName, Session, ChallengeParameters } = asked;
  const ChallengeResponses = { ...hash(ChallengeParameters?.USERNAME ?? ""), ANSWER: "!" };
  await world.cognito.send(
    new RespondToAuthChallengeCommand({ ClientId: webId, ChallengeName, Session, ChallengeResponses }),
  );
};

const firstSignIn = async (email: string, temporary: string) => {
  const client = { UserPoolId: poolId, ClientId: publicId };
  const asked = await world.cognito.send(
    new AdminInitiateAuthCommand({
      ...client,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: temporary },
    }),
  );
  const { ChallengeName, Session, ChallengeParameters } = asked;
  const USERNAME = ChallengeParameters?.USER_ID_FOR_SRP ?? email;
  const ChallengeResponses = { USERNAME, NEW_PASSWORD: password };
  await world.cognito.send(
    new AdminRespondToAuthChallengeCommand({ ...client, ChallengeName, Session, ChallengeResponses }),
  );
};

const invite = (Username: string) =>
  world.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username,
      DesiredDeliveryMediums: ["EMAIL"],
      TemporaryPassword: "Temporary-1",
      UserAttributes: [
        { Name: "email", Value: Username },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );

const token = "TokenGeneration_Authentication";
const before = "PreAuthentication_Authentication";
const after = "PostAuthentication_Authentication";

it("signing up, asking for the code again, and confirming", async () => {
  const email = newcomer();
  const caller = named(world, email);

  expect(await firing(() => signUp(email))).toEqual(["PreSignUp_SignUp", "CustomMessage_SignUp"]);
  expect(await firing(() => world.cognito.send(new ResendConfirmationCodeCommand(caller)))).toEqual([
    "CustomMessage_ResendCode",
  ]);
  const ConfirmationCode = lastCode(world, email);
  expect(
    await firing(() => world.cognito.send(new ConfirmSignUpCommand({ ...caller, ConfirmationCode }))),
  ).toEqual(["PostConfirmation_ConfirmSignUp"]);
});

it("confirmation by an administrator", async () => {
  const email = newcomer();
  await signUp(email);
  const confirm = new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: email });

  expect(await firing(() => world.cognito.send(confirm))).toEqual(["PostConfirmation_ConfirmSignUp"]);
});

it("a user whom an administrator creates, and the first sign-in", async () => {
  const email = newcomer();

  expect(await firing(() => invite(email))).toEqual([
    "PreSignUp_AdminCreateUser",
    "CustomMessage_AdminCreateUser",
  ]);
  expect(await firing(() => firstSignIn(email, "Temporary-1"))).toEqual([
    before,
    after,
    "TokenGeneration_NewPasswordChallenge",
  ]);
});

it("signing in with a password, and refreshing", async () => {
  const { email, username } = await givenPerson(world);
  let RefreshToken = "";
  const flow = async () => {
    RefreshToken = (await signIn(world, email)).refresh;
  };

  expect(await firing(flow)).toEqual([before, after, token]);
  const REFRESH_TOKEN = RefreshToken;
  const renew = new InitiateAuthCommand({
    ClientId: webId,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN, SECRET_HASH: secretHash(world, username) },
  });
  expect(await firing(() => world.cognito.send(renew))).toEqual(["TokenGeneration_RefreshTokens"]);
  const { secret: ClientSecret } = world.running.client(poolId, webId);
  const exchange = new GetTokensFromRefreshTokenCommand({ ClientId: webId, ClientSecret, RefreshToken });
  expect(await firing(() => world.cognito.send(exchange))).toEqual([token]);
});

it("custom challenges", async () => {
  const { email } = await givenPerson(world);

  expect(await firing(() => customSignIn(email))).toEqual([
    before,
    "DefineAuthChallenge_Authentication",
    "CreateAuthChallenge_Authentication",
    "VerifyAuthChallengeResponse_Authentication",
    "DefineAuthChallenge_Authentication",
    after,
    token,
  ]);
});

it("a forgotten password, and one that an administrator resets", async () => {
  const { email } = await givenPerson(world);
  const caller = named(world, email);
  const forgot = new ForgotPasswordCommand(caller);
  const reset = new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: email });

  expect(await firing(() => world.cognito.send(forgot))).toEqual(["CustomMessage_ForgotPassword"]);
  const choose = new ConfirmForgotPasswordCommand({
    ...caller,
    ConfirmationCode: lastCode(world, email),
    Password: password,
  });
  expect(await firing(() => world.cognito.send(choose))).toEqual(["PostConfirmation_ConfirmForgotPassword"]);
  expect(await firing(() => world.cognito.send(reset))).toEqual(["CustomMessage_ForgotPassword"]);
});

it("an address that changes or is verified", async () => {
  const { email } = await givenPerson(world);
  const { access: AccessToken } = await signIn(world, email);
  const change = new AdminUpdateUserAttributesCommand({
    UserPoolId: poolId,
    Username: email,
    UserAttributes: [{ Name: "email", Value: newcomer() }],
  });
  const verify = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" });

  expect(await firing(() => world.cognito.send(change))).toEqual(["CustomMessage_UpdateUserAttribute"]);
  expect(await firing(() => world.cognito.send(verify))).toEqual(["CustomMessage_VerifyUserAttribute"]);
});

it("migration at sign-in and at a forgotten password", async () => {
  expect(await firing(() => signIn(world, "legacy1@example.com"))).toEqual([
    before,
    "UserMigration_Authentication",
    "PreSignUp_AdminCreateUser",
    after,
    token,
  ]);
  const forgot = new ForgotPasswordCommand(named(world, "legacy2@example.com"));
  expect(await firing(() => world.cognito.send(forgot))).toEqual([
    "UserMigration_ForgotPassword",
    "PreSignUp_AdminCreateUser",
    "CustomMessage_ForgotPassword",
  ]);
});

const messages = [
  "SignUp",
  "AdminCreateUser",
  "ResendCode",
  "ForgotPassword",
  "UpdateUserAttribute",
  "VerifyUserAttribute",
  "Authentication",
];

const catalogue = [
  ...["SignUp", "AdminCreateUser", "ExternalProvider"].map((cause) => `PreSignUp_${cause}`),
  ...["ConfirmSignUp", "ConfirmForgotPassword"].map((cause) => `PostConfirmation_${cause}`),
  ...["PreAuthentication", "PostAuthentication"].map((trigger) => `${trigger}_Authentication`),
  ...["HostedAuth", "Authentication", "NewPasswordChallenge", "ClientCredentials", "AuthenticateDevice"].map(
    (cause) => `TokenGeneration_${cause}`,
  ),
  "TokenGeneration_RefreshTokens",
  ...messages.map((cause) => `CustomMessage_${cause}`),
  ...["Define", "Create"].map((step) => `${step}AuthChallenge_Authentication`),
  "VerifyAuthChallengeResponse_Authentication",
  "UserMigration_Authentication",
  "UserMigration_ForgotPassword",
  "InboundFederation_ExternalProvider",
];

/** Sources that need another setup: the test that fires them. */
const firedElsewhere: Readonly<Record<string, string>> = {
  CustomMessage_Authentication: "choice",
  TokenGeneration_AuthenticateDevice: "devices",
  TokenGeneration_ClientCredentials: "oauth/machines",
  TokenGeneration_HostedAuth: "oauth/code-flow",
  PreSignUp_ExternalProvider: "federation/sign-in",
  InboundFederation_ExternalProvider: "federation/sign-in",
};

it("every source is fired by a test; those of custom senders have a test of their own", async () => {
  expect([...firedHere, ...Object.keys(firedElsewhere)].sort()).toEqual(catalogue.sort());
  for (const [source, test] of Object.entries(firedElsewhere)) {
    const text = await readFile(new URL(`./${test}.test.ts`, import.meta.url), "utf8");
    expect([test, text.includes(source)]).toEqual([test, true]);
  }
});
