import { appendFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { browserUser, memoryStorage, srpSignIn } from "./browser-client.js";
import {
  attempt,
  givenPerson,
  lastCode,
  named,
  password,
  poolId,
  refusal,
  type Setup,
  signIn,
  startWorld,
  verified,
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
  const { email, username } = await givenPerson(first);
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
  const { email, username } = await givenPerson(first, { attributes });
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

it("does not bring back what was deleted or revoked", async () => {
  const first = await start();
  const gone = await givenPerson(first);
  const stays = await givenPerson(first);
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

it("keeps pools that were created through the API", async () => {
  const first = await start();
  const { UserPool } = await first.cognito.send(new CreateUserPoolCommand({ PoolName: "second" }));
  await first.close();

  const second = await start();
  const described = await second.cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));
  expect(described.UserPool?.Name).toBe("second");
  await second.close();
});

it("writes neither passwords nor codes, and closes the file to others", async () => {
  const world = await start();
  await givenPerson(world);
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
  const { email } = await givenPerson(first);
  await first.close();

  const second = await start({ client: { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] } });
  expect(await refusal(attempt(second, email))).toMatch(/flow not enabled/);
  await second.close();
  await expect(start({ pool: { UsernameAttributes: [] } })).rejects.toThrow(
    /how users sign in cannot be changed/,
  );
});

it("survives a line that a crash cut short, and names a damaged one", async () => {
  const first = await start();
  const { email } = await givenPerson(first);
  await first.close();
  await appendFile(dataFile, '["user us-east-1_TestP');
  const second = await start();
  expect((await signIn(second, email)).access).not.toBe("");
  await second.close();

  await appendFile(dataFile, "garbage\n");
  await expect(start()).rejects.toThrow(/damaged at line/);
});
