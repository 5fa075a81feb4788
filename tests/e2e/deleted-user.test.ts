/**
 * A user who deleted themselves at the pool, and who is suspended for it: every sign-in is refused until an operator
 * reinstates the user.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  DeleteUserCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { runCli } from "../../cli/run.js";
import type { RunningStack } from "../../local/stack/index.js";
import { type Answer, me } from "../../local/story/api.js";
import { mailedCode } from "../../local/story/mailed-code.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { cameBack, GOOGLE, tokensOf } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";
import { type SessionCaller, type SignedIn, sessionCaller } from "./session-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let cognito: CognitoIdentityProviderClient;
let client: SessionCaller;
let folder: string;

/** Known to the legacy system, and to Google with the same verified address. */
const ada = { email: "ada@example.com", password: "Legacy-Pass-1!" };
let session: SignedIn;
/** The cookie of a sign-in by code that began before the deletion, and its code. */
let begun: { cookie: string; code: string };

const cookieOf = ({ cookies }: Answer): string =>
  cookies.find((cookie) => cookie.startsWith("__Host-challenge="))?.split(";")[0] ?? "";
const mailsTo = (to: string) => stack.inbox.list({ to });
const eightDigits = (to: string): string => /\b\d{8}\b/.exec(mailsTo(to)[0]?.body ?? "")?.[0] ?? "no code";
const byGoogle = async () => {
  const { access_token } = await tokensOf(stack, await cameBack(stack, GOOGLE.ada));
  return claimsOf(access_token) as { user_id: string };
};
const poolUsers = async (email: string) => {
  const Filter = `email = "${email}"`;
  return (await cognito.send(new ListUsersCommand({ UserPoolId: stack.describe().pool.id, Filter }))).Users;
};
const cli = async (...args: string[]): Promise<string> => {
  const out: string[] = [];
  const terminal = { out: (line: string) => out.push(line), error: (line: string) => out.push(line) };
  await runCli([...args, "--local", "--data", folder], terminal as Parameters<typeof runCli>[1]);
  return out.join("\n");
};

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  const pool = await poolCaller(stack);
  ({ cognito } = pool);
  client = sessionCaller(stack);
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-deleted-"));
  await writeFile(join(folder, "stack.json"), JSON.stringify(stack.describe()));
  session = await client.signedIn(ada.email, ada.password);
  // The first attempt creates the link and ends the user's sessions.
  await cameBack(stack, GOOGLE.ada);
  expect((await byGoogle()).user_id).toBe(session.userId);
  session = await client.signedIn(ada.email, ada.password);
  const started = await client.call("signin/code", { email: ada.email });
  begun = { cookie: cookieOf(started), code: eightDigits(ada.email) };
  await cognito.send(new DeleteUserCommand({ AccessToken: await pool.ownToken(ada.email, ada.password) }));
  expect(await poolUsers(ada.email)).toEqual([]);
  // The report of the deletion.
  await stack.settled();
}, 120_000);
afterAll(async () => {
  cognito.destroy();
  await stop();
  await rm(folder, { recursive: true, force: true });
});

it("operators see that the pool has no user of this profile", async () => {
  const shown = await cli("users", "show", "--user", session.userId);
  expect(shown).toContain("SUSPENDED");
  expect(shown).toContain(`pool user ${session.sub}  deleted in the pool`);
});

it("an earlier session is refused, with its access token and its refresh token", async () => {
  expect((await me(stack.describe(), session.accessToken)).status).toBe(401);
  expect((await client.refresh(session.token)).status).toBe(401);
});

it("the legacy password is refused like a wrong one", async () => {
  const right = await client.call("signin", ada);
  const wrong = await client.call("signin", { ...ada, password: "C4nary-Wrong-Pass-1!" });
  expect([right.status, { ...right.body, request_id: "" }]).toEqual([401, { ...wrong.body, request_id: "" }]);
  expect(await poolUsers(ada.email)).toEqual([]);
});

it.each(["forgot", "signin/code", "signin/link"])(
  "%s has the usual answer, and sends no mail",
  async (path) => {
    const before = mailsTo(ada.email).length;
    expect((await client.call(path, { email: ada.email })).status).toBe(202);
    expect(mailsTo(ada.email)).toHaveLength(before);
    expect(await poolUsers(ada.email)).toEqual([]);
  },
);

it("a code that was mailed earlier is refused", async () => {
  const { cookie, code } = begun;
  const answer = await client.call("signin/code/verify", { code }, { cookie });
  expect([answer.status, answer.body.code]).toEqual([400, "invalid_code"]);
});

it("a sign-up with the address creates no user", async () => {
  const own = { email: ada.email, password: "Brand-New-Pass-2!", name: "Ada" };
  expect((await client.call("signup", own)).status).toBe(202);
  expect(await poolUsers(ada.email)).toEqual([]);
});

it("Google is refused", async () => {
  await expect(byGoogle()).rejects.toThrow();
});

it("a reinstated user has the same user id and memberships as before, by password and by Google", async () => {
  expect(await cli("users", "reinstate", "--user", session.userId, "--reason", "asked for it")).toContain(
    "can sign in again",
  );
  const again = await client.signedIn(ada.email, ada.password);
  expect(again.userId).toBe(session.userId);
  expect((await me(stack.describe(), again.accessToken)).status).toBe(200);
  await cameBack(stack, GOOGLE.ada);
  expect((await byGoogle()).user_id).toBe(session.userId);
  expect((await me(stack.describe(), session.accessToken)).status).toBe(401);
  expect(await cli("users", "show", "--user", session.userId)).not.toContain("deleted in the pool");
});

it.each(["disabled", "deleted"] as const)(
  "a user who was %s at the pool and is reinstated at once can use the first session",
  async (ending) => {
    const own = { email: `${ending}-at-once@example.com`, password: "Legacy-Pass-9!" };
    await stack.legacy.add({ ...own, id: `legacy-${ending}`, email_verified: true, name: "Lin" });
    const { sub, userId } = await client.signedIn(own.email, own.password);
    const user = { UserPoolId: stack.describe().pool.id, Username: sub };
    const Ending = ending === "disabled" ? AdminDisableUserCommand : AdminDeleteUserCommand;
    await cognito.send(new Ending(user));
    await stack.settled();
    expect(await cli("users", "reinstate", "--user", userId, "--reason", "a mistake")).toContain(
      "can sign in again",
    );
    const { accessToken } = await client.signedIn(own.email, own.password);
    expect(await me(stack.describe(), accessToken)).toMatchObject({ status: 200, body: { user_id: userId } });
  },
);

it("a user without a legacy record gets the user id back by a pool user that names it, once reinstated", async () => {
  const own = { email: "grace-deleted@example.com", password: "Brand-New-1!" };
  await client.call("signup", { ...own, name: "Grace" });
  await client.call("confirm", { ...own, code: await mailedCode(stack.describe(), own.email) });
  const { userId } = await client.signedIn(own.email, own.password);
  const user = { UserPoolId: stack.describe().pool.id, Username: own.email };
  await cognito.send(new AdminDeleteUserCommand(user));
  await stack.settled();
  expect(await cli("users", "show", "--user", userId)).toContain("deleted in the pool");

  const UserAttributes = [
    { Name: "email", Value: own.email },
    { Name: "email_verified", Value: "true" },
    { Name: "custom:user_id", Value: userId },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  const Password = "Given-Pass-By-Operator-1!";
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
  expect((await client.call("signin", { email: own.email, password: Password })).status).toBe(401);

  await cli("users", "reinstate", "--user", userId, "--reason", "found again");
  expect((await client.signedIn(own.email, Password)).userId).toBe(userId);
});
