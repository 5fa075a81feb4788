/**
 * Cognito repeats its triggers, also at the same time, and operators run a command twice: an identity is linked once, and
 * all callers get the same answer.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { runCli } from "../../cli/run.js";
import { SEED_USERS } from "../../local/seed/users.js";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { Browser, claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { cameBack, GOOGLE, tokensOf } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";
import { type SessionCaller, sessionCaller } from "./session-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let pool: PoolCaller;
let client: SessionCaller;
let folder: string;
const [ada = { email: "", password: "" }] = SEED_USERS;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  pool = await poolCaller(stack);
  client = sessionCaller(stack);
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-overlaps-"));
  await writeFile(join(folder, "stack.json"), JSON.stringify(stack.describe()));
}, 120_000);
afterAll(async () => {
  pool.cognito.destroy();
  await stop();
  await rm(folder, { recursive: true, force: true });
});

const google = async (person: string) => {
  const { access_token } = await tokensOf(stack, await cameBack(stack, person));
  return claimsOf(access_token) as { sub: string; user_id: string };
};
const poolUsers = async (email: string) => {
  const Filter = `email = "${email}"`;
  const command = new ListUsersCommand({ UserPoolId: stack.describe().pool.id, Filter });
  return (await pool.cognito.send(command)).Users ?? [];
};
const eventsOf = async (userId: string, type: string) => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  const ids = events
    .filter((each) => each["detail-type"] === type && each.detail.unmapped.subject === `user:${userId}`)
    .map(({ detail }) => detail.metadata.uid);
  return [...new Set(ids)];
};
const cli = async (...args: string[]) => {
  const out: string[] = [];
  const terminal = { out: (line: string) => out.push(line), error: (line: string) => out.push(line) };
  const code = await runCli([...args, "--local", "--data", folder], terminal as Parameters<typeof runCli>[1]);
  return { code, text: out.join("\n") };
};

it("two parallel browsers with three deliveries of every PreSignUp link an identity once and get the same answer", async () => {
  const { userId, sub } = await client.signedIn(ada.email, ada.password);
  // Starts as many functions as the machine runs at once, so that the copies overlap.
  const unknown = (at: number) => client.call("signin", { email: `nobody-${at}@example.com`, password: "x" });
  await Promise.all(Array.from({ length: 4 }, (_, at) => unknown(at)));
  const faults = [{ fault: "trigger-repeats", trigger: "PreSignUp", times: 2, copies: 3, overlap: true }];
  const set = await fetch(`${stack.describe().urls.cognito}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  expect(set.status).toBe(200);

  const back = await Promise.all(Array.from({ length: 2 }, () => cameBack(stack, GOOGLE.ada, new Browser())));
  const words = back.map(({ searchParams }) => searchParams.get("error_description") ?? "signed in");
  expect(words.filter((each) => each !== "signed in")).toEqual(
    words
      .filter((each) => each !== "signed in")
      .map(() => expect.stringContaining("Already found an entry for username")),
  );
  expect(words).not.toEqual(words.map(() => "signed in"));
  const presented = stack.userPool
    .invocations()
    .filter(({ triggerSource }) => triggerSource === "PreSignUp_ExternalProvider")
    .flatMap(({ attempts }) => attempts.map(({ outcome }) => outcome));
  expect(presented.length).toBeGreaterThanOrEqual(3);
  expect(presented).toEqual(presented.map(() => "answered"));

  expect(await google(GOOGLE.ada)).toMatchObject({ sub, user_id: userId });
  const [user, ...others] = await poolUsers(ada.email);
  expect([user?.Username, others]).toEqual([sub, []]);
  expect(await eventsOf(userId, "identity.linked")).toHaveLength(1);
});

it("three operators who repair one address in parallel merge its users once", async () => {
  const email = "margaret@example.com";
  const first = await google(GOOGLE.margaret);
  const user = { UserPoolId: stack.describe().pool.id, Username: email };
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
    { Name: "custom:user_id", Value: first.user_id },
  ];
  await pool.cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  const own = { email, password: "Two-Ways-In-1!" };
  await pool.cognito.send(
    new AdminSetUserPasswordCommand({ ...user, Password: own.password, Permanent: true }),
  );
  const native = await client.signedIn(own.email, own.password);
  expect(native.userId).toBe(first.user_id);
  expect(await poolUsers(email)).toHaveLength(2);

  const repair = ["identities", "repair", "--email", email, "--apply"];
  const answers = await Promise.all([1, 2, 3].map(() => cli(...repair)));
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(answers.map(({ text }) => text).join("\n")).toContain("merged");
  expect((await cli(...repair)).text).toBe("nothing to repair");
  expect((await poolUsers(email)).map(({ Username }) => Username)).toEqual([native.sub]);
  expect(await google(GOOGLE.margaret)).toMatchObject({ sub: native.sub, user_id: first.user_id });
  expect(await eventsOf(first.user_id, "identity.merged")).toHaveLength(1);
});
