/** Ada, who came by Google first and has a password since: two pool users under one user id, whose sessions end together. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import * as oidc from "openid-client";
import { runCli } from "../../cli/run.js";
import type { RunningStack } from "../../local/stack/index.js";
import { me } from "../../local/story/api.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { application, cameBack, tokensOf } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";
import { type SessionCaller, sessionCaller } from "./session-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let folder: string;
let call: SessionCaller["call"];
let refresh: SessionCaller["refresh"];
let signedIn: SessionCaller["signedIn"];

const google = "104556631362906539001";
const ada = { email: "ada@example.com", password: "Two-Ways-In-1!" };

const byGoogle = async () => {
  const { access_token, refresh_token = "" } = await tokensOf(stack, await cameBack(stack, google));
  return { accessToken: access_token, refreshToken: refresh_token };
};
const lives = async ({ accessToken, refreshToken }: Awaited<ReturnType<typeof byGoogle>>) => {
  const renewed = await oidc
    .refreshTokenGrant(application(stack), refreshToken)
    .then(() => true)
    .catch(() => false);
  return [(await me(stack.describe(), accessToken)).status, renewed];
};
/** A command ends the sessions of its own second, too: asks until that second is over. */
const secondIsOver = async (): Promise<void> => {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) <= second) await me(stack.describe(), "none");
};
const cli = async (...args: string[]): Promise<string> => {
  const out: string[] = [];
  const terminal = { out: (line: string) => out.push(line), error: (line: string) => out.push(line) };
  await runCli([...args, "--local", "--data", folder], terminal as Parameters<typeof runCli>[1]);
  return out.join("\n");
};
let userId = "";

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  ({ call, refresh, signedIn } = sessionCaller(stack));
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-sessions-"));
  await writeFile(join(folder, "stack.json"), JSON.stringify(stack.describe()));
  const first = await byGoogle();
  ({ user_id: userId } = claimsOf(first.accessToken) as { user_id: string });
  const { cognito } = await poolCaller(stack);
  const user = { UserPoolId: stack.describe().pool.id, Username: ada.email };
  const UserAttributes = [
    { Name: "email", Value: ada.email },
    { Name: "email_verified", Value: "true" },
    { Name: "custom:user_id", Value: userId },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: ada.password, Permanent: true }));
  const second = await signedIn(ada.email, ada.password);
  expect(second.userId).toBe(userId);
  expect(second.sub).not.toBe((claimsOf(first.accessToken) as { sub: string }).sub);
}, 120_000);
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  ["authorization", (token: string) => ({ authorization: `Bearer ${token}` })],
  ["x-api-key", (token: string) => ({ "x-api-key": `Bearer ${token}` })],
])("a sign-out with %s ends the sessions of both", async (_, headers) => {
  const other = await byGoogle();
  const own = await signedIn(ada.email, ada.password);
  expect((await call("signout", {}, headers(own.accessToken))).status).toBe(204);
  expect(await lives(other)).toEqual([401, false]);
  expect((await refresh(own.token)).status).toBe(401);
  expect((await me(stack.describe(), own.accessToken)).status).toBe(401);
});

it("a sign-out by the refresh token ends the sessions of both", async () => {
  const other = await byGoogle();
  const own = await signedIn(ada.email, ada.password);
  expect((await call("signout", { refresh_token: own.token })).status).toBe(204);
  expect((await refresh(own.token)).status).toBe(401);
  expect((await me(stack.describe(), own.accessToken)).status).toBe(401);
  expect(await lives(other)).toEqual([401, false]);
});

it("a password reset ends the sessions of both", async () => {
  const other = await byGoogle();
  await call("forgot", { email: ada.email });
  const code = stack.inbox.list({ to: ada.email })[0]?.code;
  expect((await call("reset", { ...ada, password: "Two-Ways-In-2!", code })).status).toBe(200);
  expect(await lives(other)).toEqual([401, false]);
  ada.password = "Two-Ways-In-2!";
});

it("a suspension ends the sessions of both and refuses both, and a reinstatement admits both", async () => {
  const other = await byGoogle();
  const own = await signedIn(ada.email, ada.password);
  expect(await cli("users", "suspend", "--user", userId, "--reason", "test")).toContain("is suspended");
  expect((await me(stack.describe(), own.accessToken)).status).toBe(401);
  expect((await refresh(own.token)).status).toBe(401);
  expect((await lives(other))[1]).toBe(false);
  await expect(byGoogle()).rejects.toThrow();
  await secondIsOver();

  expect(await cli("users", "reinstate", "--user", userId, "--reason", "test")).toContain("can sign in");
  // Tokens from before stay refused.
  expect((await me(stack.describe(), own.accessToken)).status).toBe(401);
  expect((await lives(other))[0]).toBe(401);
  expect(await lives(await byGoogle())).toEqual([200, true]);
  expect((await call("signin", ada)).status).toBe(200);
});

it("the removal of one of them ends the sessions of both", async () => {
  const other = await byGoogle();
  const own = await signedIn(ada.email, ada.password);
  expect(await cli("identities", "repair", "--email", ada.email, "--apply")).toContain("merged");
  expect(await lives(other)).toEqual([401, false]);
  expect((await refresh(own.token)).status).toBe(401);
  // Google now leads to the user with the password.
  const joined = claimsOf((await byGoogle()).accessToken) as { sub: string; user_id: string };
  expect([joined.sub, joined.user_id]).toEqual([own.sub, userId]);
});
