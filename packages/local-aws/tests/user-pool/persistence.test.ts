import { appendFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  GetTokensFromRefreshTokenCommand,
  GetUICustomizationCommand,
  GetUserCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  RevokeTokenCommand,
  SetLogDeliveryConfigurationCommand,
  SetRiskConfigurationCommand,
  SetUICustomizationCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { browserUser, memoryStorage, srpSignIn } from "./browser-client.js";
import {
  attempt,
  givenUser,
  lastCode,
  named,
  password,
  poolId,
  publicId,
  refusal,
  type Setup,
  signIn,
  startWorld,
  verified,
  type World,
  webId,
} from "./world.js";

let folder: string;
let dataFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "user-pool-"));
  dataFile = join(folder, "data", "user-pool.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const start = (setup: Setup = {}) =>
  startWorld({ groups: [{ name: "staff" }], ...setup, options: { dataFile, ...setup.options } });

it("keeps users, groups, sessions, keys and generated secrets across a restart", async () => {
  const first = await start();
  const { email, username } = await givenUser(first);
  const membership = { UserPoolId: poolId, Username: username, GroupName: "staff" };
  await first.cognito.send(new AdminAddUserToGroupCommand(membership));
  const tokens = await signIn(first, email);
  const { secret } = first.running.client(poolId, webId);
  const keys = first.running.jwks(poolId);
  await first.close();

  const second = await start();
  expect(second.running.client(poolId, webId).secret).toBe(secret);
  expect(second.running.jwks(poolId)).toEqual(keys);
  expect((await second.cognito.send(new GetUserCommand({ AccessToken: tokens.access }))).Username).toBe(
    username,
  );
  const refresh = { ClientId: webId, ClientSecret: secret, RefreshToken: tokens.refresh };
  await second.cognito.send(new GetTokensFromRefreshTokenCommand(refresh));
  expect((await verified(second, await signIn(second, email))).access["cognito:groups"]).toEqual(["staff"]);
  await second.close();
});

it("keeps what SRP, second factors and devices need", async () => {
  const flows = { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] };
  const pool = {
    MfaConfiguration: "OPTIONAL",
    EnabledMfas: ["SMS_MFA"],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
  };
  const storage = memoryStorage();
  const first = await start({ pool, publicClient: flows });
  const attributes = { phone_number: "+31612345678" };
  const { email, username } = await givenUser(first, { attributes });
  expect((await srpSignIn(browserUser(first, email, storage), password)).kind).toBe("signed in");
  const SMSMfaSettings = { Enabled: true };
  await first.cognito.send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: email, SMSMfaSettings }),
  );
  await first.close();

  const second = await start({ pool, publicClient: flows });
  expect(await srpSignIn(browserUser(second, email), password)).toMatchObject({ challenge: "SMS_MFA" });
  // The remembered device stands for the second factor.
  expect((await srpSignIn(browserUser(second, username, storage), password)).kind).toBe("signed in");
  await second.close();
});

it("does not restore deleted or revoked objects", async () => {
  const first = await start();
  const gone = await givenUser(first);
  const stays = await givenUser(first);
  const { access, refresh } = await signIn(first, stays.email);
  const { secret } = first.running.client(poolId, webId);
  await first.cognito.send(new RevokeTokenCommand({ ClientId: webId, ClientSecret: secret, Token: refresh }));
  const request = { UserPoolId: poolId, Username: gone.email };
  await first.cognito.send(new AdminDeleteUserCommand(request));
  await first.close();

  const second = await start();
  expect(await refusal(second.cognito.send(new AdminGetUserCommand(request)))).toMatch(
    /^UserNotFoundException/,
  );
  expect(await refusal(second.cognito.send(new GetUserCommand({ AccessToken: access })))).toMatch(/revoked/);
  await second.close();
});

it("keeps the settings of a pool, and drops those of a deleted client", async () => {
  const inPool = { UserPoolId: poolId };
  const web = { ...inPool, ClientId: webId };
  const pool = { UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } };
  const SSOSession = { MaxValidityMinutes: 90 };
  const tracking = { UserSessionTracking: "ENABLED", TokenSession: { MaxPerUser: 3 } } as const;
  const RiskExceptionConfiguration = { SkippedIPRangeList: ["192.0.2.0/24"] };
  const log = {
    EventSource: "userNotification",
    LogLevel: "ERROR",
    CloudWatchLogsConfiguration: { LogGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:people" },
  } as const;
  const first = await start({ pool });
  await first.cognito.send(new SetUserPoolSessionConfigurationCommand({ ...inPool, ...tracking }));
  await first.cognito.send(new SetUserPoolClientSessionConfigurationCommand({ ...web, SSOSession }));
  await first.cognito.send(new SetLogDeliveryConfigurationCommand({ ...inPool, LogConfigurations: [log] }));
  await first.cognito.send(new SetRiskConfigurationCommand({ ...inPool, RiskExceptionConfiguration }));
  await first.cognito.send(new CreateUserPoolDomainCommand({ ...inPool, Domain: "people" }));
  await first.cognito.send(new SetUICustomizationCommand({ ...inPool, CSS: ".all {}" }));
  await first.cognito.send(new CreateManagedLoginBrandingCommand({ ...web, Settings: { own: true } }));
  const going = { ...inPool, ClientId: publicId, UseCognitoProvidedValues: true };
  await first.cognito.send(new CreateManagedLoginBrandingCommand(going));
  await first.cognito.send(new DeleteUserPoolClientCommand({ ...inPool, ClientId: publicId }));
  const read = ({ cognito }: World) =>
    Promise.all([
      cognito.send(new GetUserPoolSessionConfigurationCommand(inPool)),
      cognito.send(new GetUserPoolClientSessionConfigurationCommand(web)),
      cognito.send(new GetLogDeliveryConfigurationCommand(inPool)),
      cognito.send(new DescribeRiskConfigurationCommand(inPool)),
      cognito.send(new GetUICustomizationCommand(inPool)),
      cognito.send(new DescribeManagedLoginBrandingByClientCommand(web)),
    ]).then((answers) => answers.map(({ $metadata: _, ...answer }) => answer));
  const before = await read(first);
  await first.close();

  // The second start reads the compacted file.
  await (await start({ pool })).close();
  const last = await start({ pool });
  expect(await read(last)).toEqual(before);
  const gone = new DescribeManagedLoginBrandingByClientCommand({ ...inPool, ClientId: publicId });
  expect(await refusal(last.cognito.send(gone))).toMatch(/^ResourceNotFoundException: Managed login/);
  await last.close();
});

it("keeps pools that were created through the API", async () => {
  const first = await start();
  const { UserPool } = await first.cognito.send(new CreateUserPoolCommand({ PoolName: "second" }));
  await first.close();

  const second = await start();
  const described = await second.cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));
  expect(described.UserPool?.Name).toBe("second");
  await second.close();
});

it("writes neither passwords nor codes, and only its owner can read the file", async () => {
  const world = await start();
  await givenUser(world);
  await world.cognito.send(new SignUpCommand({ ...named(world, "ada@example.com"), Password: password }));
  const code = lastCode(world, "ada@example.com");
  await world.close();
  const text = await readFile(dataFile, "utf8");

  expect((await stat(dataFile)).mode & 0o777).toBe(0o600);
  expect(text).toContain("ada@example.com");
  expect(text).not.toContain(password);
  expect(text).not.toContain(`"${code}"`);
});

it("follows a changed declaration, but not one that changes how users sign in", async () => {
  const first = await start();
  const { email } = await givenUser(first);
  await first.close();

  const second = await start({ client: { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] } });
  expect(await refusal(attempt(second, email))).toMatch(/flow not enabled/);
  await second.close();
  await expect(start({ pool: { UsernameAttributes: [] } })).rejects.toThrow(
    /the sign-in attributes cannot be changed/,
  );
});

it("survives a line that a crash cut short, and names a damaged one", async () => {
  const first = await start();
  const { email } = await givenUser(first);
  await first.close();
  await appendFile(dataFile, '["user us-east-1_TestP');
  const second = await start();
  expect((await signIn(second, email)).access).not.toBe("");
  await second.close();

  await appendFile(dataFile, "garbage\n");
  await expect(start()).rejects.toThrow(/damaged at line/);
});
