/** What `local-aws user-pool` keeps between its starts. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { keptData } from "../../src/user-pool/kept-data.js";
import { endCommands, outcomeOf, startCommand } from "../support/local-command.js";

const LOCAL_AWS = "src/main.ts";
const UserPoolId = "us-east-1_LocalPool";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "user-pool-data-"));
});
afterEach(async () => {
  endCommands();
  await rm(folder, { recursive: true });
});

async function started(args: readonly string[] = []) {
  const { ready, stop } = await startCommand(LOCAL_AWS, ["user-pool", "--data", folder, ...args]);
  const cognito = new CognitoIdentityProviderClient({
    region: "us-east-1",
    endpoint: ready.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const seen = async () => ({
    pools: (await cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools?.length,
    users: (await cognito.send(new ListUsersCommand({ UserPoolId }))).Users?.length,
    mfa: (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.MfaConfiguration,
  });
  return { cognito, seen, ready, stop };
}

const ClientId = "public00000000000000000000";

async function change({ cognito }: Awaited<ReturnType<typeof started>>) {
  await cognito.send(new CreateUserPoolCommand({ PoolName: "second" }));
  const sms = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" };
  const settings = { AutoVerifiedAttributes: ["email" as const], SmsConfiguration: sms };
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", ...settings }));
  await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  const Username = "ada@example.com";
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
}

it("pools, users and changed settings are there at the next start, until a fresh one; the clients that a start names always are", async () => {
  const first = await started();
  await change(first);
  expect(await first.stop("SIGTERM")).toBe(0);

  const second = await started();
  expect(await second.seen()).toEqual({ pools: 2, users: 1, mfa: "OPTIONAL" });
  expect(second.ready).toMatchObject({ clients: [{ name: "confidential" }, { clientId: ClientId }] });
  await second.stop("SIGKILL");

  const third = await started(["--fresh"]);
  expect(await third.seen()).toEqual({ pools: 1, users: 0, mfa: "OFF" });
});

it("a folder that another process has is refused, fresh or not", async () => {
  const { seen } = await started();
  for (const more of [[], ["--fresh"]]) {
    const { err, exitCode } = await outcomeOf(LOCAL_AWS, ["user-pool", "--data", folder, ...more]);

    expect(err).toMatch(/^\S+ is in use by process \d+; stop it, or choose another folder with --data/);
    expect([exitCode, await seen()]).toMatchObject([2, { pools: 1 }]);
  }
});

it("a fresh start keeps nothing, and reports that, while another process uses the default folder", async () => {
  const holder = await keptData(folder, false);
  const beside = await keptData(undefined, true, folder);
  await holder.release();
  const after = await keptData(undefined, true, folder);

  expect(beside.dataFile).toBeUndefined();
  expect(beside.limitations).toEqual([expect.stringMatching(/in use by process \d+: no data is kept$/)]);
  expect(after).toMatchObject({ dataFile: join(folder, "user-pool.jsonl"), limitations: [] });
  await after.release();
  expect(existsSync(join(folder, "lock"))).toBe(false);
});
