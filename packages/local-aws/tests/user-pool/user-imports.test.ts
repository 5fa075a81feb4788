/** Users that come in a file: jobs, the upload, what a line must be, and what the users can do then. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  AddCustomAttributesCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  CreateUserImportJobCommand,
  DeleteUserPoolCommand,
  DescribeUserImportJobCommand,
  ForgotPasswordCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
  UpdateUserPoolCommand,
  type UserImportJobType,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  lastCode,
  named,
  password,
  poolId,
  refusal,
  type Setup,
  signIn,
  sources,
  startWorld,
  type World,
} from "./world.js";

const triggers = Object.fromEntries(
  ["PreSignUp", "PostConfirmation", "PreAuthentication"].map((name) => [name, (event: unknown) => event]),
);
let world: World;
beforeEach(async () => {
  world = await startWorld({ triggers });
});
afterEach(() => world.close());

const role = "arn:aws:iam::000000000000:role/import-log";

const created = async (on = world): Promise<UserImportJobType & { JobId: string; PreSignedUrl: string }> => {
  const create = { UserPoolId: poolId, JobName: "spring", CloudWatchLogsRoleArn: role };
  const { UserImportJob: job } = await on.cognito.send(new CreateUserImportJobCommand(create));
  return { ...job, JobId: job?.JobId ?? "", PreSignedUrl: job?.PreSignedUrl ?? "" };
};

const encrypted = { "x-amz-server-side-encryption": "aws:kms" };
const upload = async (
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = encrypted,
) => (await fetch(url, { method: "PUT", body, headers })).status;

const start = (JobId: string, on = world) =>
  on.cognito.send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId }));
const stop = (JobId: string) =>
  world.cognito.send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId }));
const described = async (JobId: string, on = world) =>
  (await on.cognito.send(new DescribeUserImportJobCommand({ UserPoolId: poolId, JobId }))).UserImportJob;

async function ended(JobId: string): Promise<UserImportJobType | undefined> {
  for (;;) {
    const job = await described(JobId);
    if (job?.CompletionDate) return job;
    await setTimeout(5);
  }
}

const header = async () =>
  (await world.cognito.send(new GetCSVHeaderCommand({ UserPoolId: poolId }))).CSVHeader ?? [];

const valid = (email: string) => ({
  "cognito:username": email,
  email,
  email_verified: "TRUE",
  "cognito:mfa_enabled": "FALSE",
});

async function file(...users: Record<string, string>[]): Promise<string> {
  const names = await header();
  const rows = users.map((user) => names.map((name) => user[name] ?? "").join(","));
  return `${[names.join(","), ...rows].join("\n")}\n`;
}

async function imported(content: string | Uint8Array<ArrayBuffer>): Promise<UserImportJobType | undefined> {
  const { JobId, PreSignedUrl } = await created();
  expect(await upload(PreSignedUrl, content)).toBe(200);
  await start(JobId);
  return ended(JobId);
}

const log = async (job: UserImportJobType | undefined): Promise<string[]> => {
  const response = await fetch(`${world.running.url}/_local/imports?job=${job?.JobId}`);
  return ((await response.json()) as { log: string[] }).log;
};

const userNamed = (Username: string) =>
  world.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));

describe("an import", () => {
  it("imports the users of the file, who set a password first, without a trigger or a message", async () => {
    const ada = { ...valid("ada@example.com"), name: "Ada\\, Countess", birthdate: "12/10/1815" };
    const job = await imported(await file(ada, valid("grace@example.com")));
    const user = await userNamed("ada@example.com");

    expect(job).toMatchObject({
      Status: "Succeeded",
      ImportedUsers: 2,
      SkippedUsers: 0,
      FailedUsers: 0,
      CompletionMessage: "Import Job Completed Successfully.",
      CloudWatchLogsRoleArn: role,
    });
    expect(user.UserStatus).toBe("RESET_REQUIRED");
    expect(user.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: "name", Value: "Ada, Countess" },
        { Name: "birthdate", Value: "1815-12-10" },
        { Name: "email_verified", Value: "true" },
      ]),
    );
    expect(sources(world)).toEqual([]);
    expect(world.messages).toEqual([]);
  });

  it("lets its users in once they have reset their password", async () => {
    await imported(await file(valid("ada@example.com")));
    expect(await refusal(attempt(world, "ada@example.com"))).toMatch(/^NotAuthorizedException/);
    await world.cognito.send(new ForgotPasswordCommand(named(world, "ada@example.com")));
    const ConfirmationCode = lastCode(world, "ada@example.com");
    await world.cognito.send(
      new ConfirmForgotPasswordCommand({
        ...named(world, "ada@example.com"),
        ConfirmationCode,
        Password: password,
      }),
    );

    expect((await signIn(world, "ada@example.com")).access).not.toBe("");
    expect(sources(world)).toContain("PostConfirmation_ConfirmForgotPassword");
  });

  it("skips existing users, fails wrong rows, and reports the reasons without the values", async () => {
    const { email } = await givenUser(world);
    const bad = [
      { ...valid("a@example.com"), "cognito:mfa_enabled": "" },
      { ...valid("b@example.com"), email_verified: "FALSE" },
      { ...valid("no-address"), email: "d@example.com" },
      { ...valid("e@example.com"), updated_at: "yesterday" },
      { ...valid("f@example.com"), "cognito:mfa_enabled": "TRUE", phone_number: "+31612345678" },
      { ...valid("g@example.com"), name: "n".repeat(16_001) },
      { ...valid("h@example.com"), phone_number_verified: "TRUE" },
    ];
    const good = Array.from({ length: 9 }, (_, index) => valid(`good${index}@example.com`));
    const job = await imported(`${await file(...good, valid(email), ...bad)}too,few,values\n`);

    expect(job).toMatchObject({ Status: "Succeeded", ImportedUsers: 9, SkippedUsers: 1, FailedUsers: 8 });
    const lines = await log(job);
    expect(lines.at(0)).toBe("[SUCCEEDED] Line Number 2 - The import succeeded.");
    expect(lines.at(9)).toBe("[SKIPPED] Line Number 11 - The user already exists.");
    expect(lines.slice(10)).toEqual([
      expect.stringMatching(/^\[FAILED\] Line Number 12 - .*mfa_enabled must be true or false/),
      expect.stringMatching(/does not set any of the auto verified attributes to true/),
      expect.stringMatching(/Username should be an email/),
      expect.stringMatching(/updated_at/),
      expect.stringMatching(/no codes by SMS/),
      expect.stringMatching(/too long/),
      expect.stringMatching(/phone_number is marked as verified, but missing/),
      expect.stringMatching(/number of values differs from the header/),
    ]);
    expect(lines.join()).not.toContain("@example.com");
  });

  it("fails when most of its users could not be imported", async () => {
    const { email } = await givenUser(world);

    expect(await imported(await file(valid(email)))).toMatchObject({
      Status: "Failed",
      SkippedUsers: 1,
      CompletionMessage: "Too many users have failed or been skipped during the import.",
    });
  });

  it("takes the columns in any order, but all of them and no others", async () => {
    const names = (await header()).toReversed();
    const ada: Record<string, string> = valid("ada@example.com");
    const row = names.map((name) => ada[name] ?? "").join(",");
    const failed = { Status: "Failed", ImportedUsers: 0 };

    expect(await imported(`${names.join(",")}\r\n${row}`)).toMatchObject({ ImportedUsers: 1 });
    expect(await imported(`${names.slice(1).join(",")}\n`)).toMatchObject(failed);
    expect(await imported(`${names.join(",")},custom:other\n`)).toMatchObject(failed);
    expect(await imported("")).toMatchObject(failed);
  });

  it.each([
    ["another encoding", () => Uint8Array.of(0xff, 0xfe, 0x41)],
    ["a byte order mark", () => "\uFEFFname"],
  ])("fails for a file in %s", async (_, content) => {
    expect(await imported(content())).toMatchObject({ Status: "Failed" });
  });

  it("stops on request, and keeps the imported users", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => valid(`person${index}@example.com`));
    const content = await file(...many);
    const { JobId, PreSignedUrl } = await created();
    await upload(PreSignedUrl, content);
    expect((await start(JobId)).UserImportJob?.Status).toBe("Pending");
    expect((await stop(JobId)).UserImportJob?.Status).toBe("Stopping");
    const job = await ended(JobId);

    expect(job).toMatchObject({
      Status: "Stopped",
      CompletionMessage: "The Import Job was stopped by the developer.",
    });
    expect(job?.ImportedUsers).toBeLessThan(20_000);
    expect(await refusal(stop(JobId))).toMatch(/^PreconditionNotMetException/);
  });

  it("prevents changes of the pool and a second import while it runs", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => valid(`person${index}@example.com`));
    const [first, second] = [await created(), await created()];
    await upload(first.PreSignedUrl, await file(...many));
    await upload(second.PreSignedUrl, await file(valid("ada@example.com")));
    await start(first.JobId);
    const CustomAttributes = [{ Name: "team" }];
    const refused = await Promise.all([
      refusal(start(second.JobId)),
      refusal(world.cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId }))),
      refusal(world.cognito.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))),
      refusal(world.cognito.send(new AddCustomAttributesCommand({ UserPoolId: poolId, CustomAttributes }))),
    ]);
    await stop(first.JobId);
    await ended(first.JobId);

    expect(refused[0]).toMatch(/^PreconditionNotMetException: Another import job is running/);
    for (const other of refused.slice(1)) expect(other).toMatch(/^UserImportInProgressException/);
  });
});

describe("an import job", () => {
  it("is listed, newest first, page by page", async () => {
    const jobs = [await created(), await created(), await created()];
    const list = (PaginationToken?: string) =>
      world.cognito.send(
        new ListUserImportJobsCommand({ UserPoolId: poolId, MaxResults: 2, PaginationToken }),
      );
    const page = await list();
    const rest = await list(page.PaginationToken);

    const ids = [...(page.UserImportJobs ?? []), ...(rest.UserImportJobs ?? [])].map(({ JobId }) => JobId);
    expect(ids).toEqual(jobs.map(({ JobId }) => JobId).toReversed());
    expect(rest.PaginationToken).toBeUndefined();
  });

  it("is not started without a file, twice, or when the pool verifies no address", async () => {
    const { JobId, PreSignedUrl } = await created();
    expect(await refusal(start(JobId))).toMatch(/^PreconditionNotMetException: The file/);
    await upload(PreSignedUrl, await file(valid("ada@example.com")));
    await world.cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId }));
    expect(await refusal(start(JobId))).toMatch(/at least one auto-verified attribute/);
    await world.cognito.send(
      new UpdateUserPoolCommand({ UserPoolId: poolId, AutoVerifiedAttributes: ["email"] }),
    );
    await start(JobId);
    await ended(JobId);

    expect(await refusal(start(JobId))).toMatch(/is Succeeded and cannot be started/);
    expect(await refusal(start("import-unknown"))).toMatch(/^ResourceNotFoundException/);
  });

  it("expires if it is not started within a day", async () => {
    const { JobId } = await created();
    world.clock.forward(24 * 3_600_000);

    expect(await described(JobId)).toMatchObject({ Status: "Expired" });
    expect(await refusal(start(JobId))).toMatch(/is Expired/);
  });

  it("takes its file by its own URL only, in time, and encrypted", async () => {
    const { PreSignedUrl } = await created();
    const content = await file(valid("ada@example.com"));
    const late = new URL(PreSignedUrl);
    late.searchParams.set("expires", String(world.clock.now() + 86_400_000));

    expect(await upload(late.href, content)).toBe(403);
    expect(await upload(PreSignedUrl.replace(/signature=.*/, "signature="), content)).toBe(403);
    expect(await upload(PreSignedUrl, content, {})).toBe(403);
    expect(await upload(PreSignedUrl, content)).toBe(200);
    world.clock.forward(15 * 60_000);
    expect(await upload(PreSignedUrl, content)).toBe(403);
  });

  it("does not import password hashes", async () => {
    const create = new CreateUserImportJobCommand({
      UserPoolId: poolId,
      JobName: "hashes",
      CloudWatchLogsRoleArn: role,
      PasswordHashingAlgorithm: "BCRYPT",
    });

    expect(await refusal(world.cognito.send(create))).toMatch(/^NotImplementedException/);
  });

  it("is kept across a restart, and failed when it was under way", async () => {
    const folder = await mkdtemp(join(tmpdir(), "imports-"));
    const dataFile = join(folder, "pool.jsonl");
    const setup: Setup = { options: { dataFile } };
    const before = await startWorld(setup);
    const waiting = await created(before);
    const running = await created(before);
    await before.close();
    const lines = (await readFile(dataFile, "utf8")).split("\n");
    const interrupted = lines.map((line) =>
      line.includes(`"id":"${running.JobId}"`) ? line.replace('"Created"', '"InProgress"') : line,
    );
    await writeFile(dataFile, interrupted.join("\n"));
    const after = await startWorld(setup);

    expect(await described(waiting.JobId, after)).toMatchObject({ Status: "Created", JobName: "spring" });
    expect(await described(running.JobId, after)).toMatchObject({
      Status: "Failed",
      CompletionMessage: "The import was interrupted.",
    });
    await after.close();
    await rm(folder, { recursive: true });
  });
});
