/** A user who joins an account, leaves it, returns, and is erased: what was given before an ending never counts again. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { runCli } from "../../cli/run.js";
import type { RunningStack } from "../../local/stack/index.js";
import { type Answer, call } from "../../local/story/api.js";
import { mailedCode } from "../../local/story/mailed-code.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { startOwnStack } from "./own-stack.js";
import { type SessionCaller, type SignedIn, sessionCaller } from "./session-caller.js";

const ACCOUNT = "acct_northwind";
const RESOURCE = "invoice/77";
const ada = { email: "ada@example.com", password: "Legacy-Pass-1!" };
const noor = { email: "noor@example.com", password: "Legacy-Pass-Noor-1!" };

let stack: RunningStack;
let stop: () => Promise<void>;
let client: SessionCaller;
let folder: string;
/** The session of the account's Admin, who stays. */
let admin: SignedIn;
let user: SignedIn;
let apiKey: string;
let firstInvitation: string;

type Method = "GET" | "POST" | "PUT" | "DELETE";
const as = ({ accessToken }: SignedIn, method: Method, path: string, body?: unknown): Promise<Answer> =>
  call(stack.describe(), [method, path], { authorization: `Bearer ${accessToken}` }, body);
const withKey = () => call(stack.describe(), ["GET", "/api/probe/account"], { "x-api-key": apiKey });
const accept = (token: string) => as(user, "POST", "/api/invitations/accept", { token });
const invited = async (role: string): Promise<string> => {
  const seen = stack.inbox.list({ to: noor.email }).length;
  const answer = await as(admin, "POST", `/api/accounts/${ACCOUNT}/invitations`, { email: noor.email, role });
  expect([answer.status, answer.body.status]).toEqual([202, "PENDING"]);
  const mails = stack.inbox.list({ to: noor.email });
  expect(mails).toHaveLength(seen + 1);
  return /invite_[0-9a-f]{32}/.exec(mails[0]?.body ?? "")?.[0] ?? "no token";
};
/** Which of three actions on the resource are allowed. */
const allowed = async (): Promise<unknown> => {
  const checks = ["read", "write", "admin"].map((action) => ({ resource: RESOURCE, action }));
  const { status, body } = await as(user, "POST", `/api/accounts/${ACCOUNT}/permissions/check`, { checks });
  return status === 200 ? (body.results as { allowed: boolean }[]).map((each) => each.allowed) : status;
};
const members = async (): Promise<unknown[]> => {
  const { body } = await as(admin, "GET", `/api/accounts/${ACCOUNT}/members`);
  return (body.items as { user_id: string }[]).map(({ user_id }) => user_id);
};
const cli = async (...args: string[]): Promise<{ text: string; code: number }> => {
  const lines: string[] = [];
  const terminal = { out: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
  const code = await runCli([...args, "--local", "--data", folder], terminal as Parameters<typeof runCli>[1]);
  return { text: lines.join("\n"), code };
};

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  client = sessionCaller(stack);
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-life-"));
  await writeFile(join(folder, "stack.json"), JSON.stringify(stack.describe()));
  await stack.legacy.add({ ...noor, id: "legacy-noor", email_verified: true, name: "Noor" });
  admin = await client.signedIn(ada.email, ada.password);
}, 120_000);
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

it("joins: the first sign-in of a legacy user accepts the invitation to the verified address", async () => {
  firstInvitation = await invited("Admin");
  user = await client.signedIn(noor.email, noor.password);
  expect(await members()).toContain(user.userId);
  expect(claimsOf(user.accessToken)).toMatchObject({ system_account_id: ACCOUNT, role: "Admin" });
  expect(await allowed()).toEqual([true, true, true]);
});

it("works: an API key and a grant of the user's own count", async () => {
  const asked = await as(user, "POST", "/api/account/step-up", { purpose: "api-keys" });
  const mail = stack.inbox.list({ to: noor.email }).find(({ body }) => /\b\d{8}\b/.test(body));
  const code = /\b\d{8}\b/.exec(mail?.body ?? "")?.[0];
  const headers = {
    authorization: `Bearer ${user.accessToken}`,
    cookie: asked.cookies[0]?.split(";")[0] ?? "",
  };
  const verify = ["POST", "/api/account/step-up/verify"] as const;
  expect((await call(stack.describe(), verify, headers, { code })).status).toBe(200);
  const issued = await as(user, "POST", `/api/accounts/${ACCOUNT}/keys`, { name: "Backend", role: "Viewer" });
  apiKey = String(issued.body.key);
  expect((await withKey()).status).toBe(200);

  const grant = { resource: RESOURCE, grantee: `user:${user.userId}`, actions: ["write"] };
  expect((await as(admin, "PUT", `/api/accounts/${ACCOUNT}/grants`, grant)).status).toBe(200);
});

it("leaves: membership, API key and the old invitation end at once", async () => {
  const own = `/api/accounts/${ACCOUNT}/members/${user.userId}`;
  expect((await as(user, "DELETE", own)).status).toBe(204);
  expect(await members()).not.toContain(user.userId);
  expect(await allowed()).toBe(403);
  expect((await withKey()).status).toBe(403);
  expect((await accept(firstInvitation)).status).toBe(400);
});

it("returns as a Viewer: only the new invitation counts, not the earlier grant, role or key", async () => {
  const token = await invited("Viewer");
  expect((await accept(token)).body).toMatchObject({ system_account_id: ACCOUNT, role: "Viewer" });
  user = await client.signedIn(noor.email, noor.password);
  expect(claimsOf(user.accessToken)).toMatchObject({ system_account_id: ACCOUNT, role: "Viewer" });
  expect(await allowed()).toEqual([true, false, false]);
  expect((await withKey()).status).toBe(403);
  expect((await accept(firstInvitation)).status).toBe(400);
});

it("is erased: no session, password, reset, sign-up or command brings the user back", async () => {
  const erased = await cli("users", "erase", "--user", user.userId, "--reason", "request 17");
  expect([erased.code, erased.text]).toEqual([0, expect.stringContaining("erased")]);
  await stack.settled();

  expect(await members()).not.toContain(user.userId);
  expect(await allowed()).toBe(401);
  expect((await client.refresh(user.token)).status).toBe(401);
  expect((await withKey()).status).toBe(401);
  const [right, wrong] = [
    await client.call("signin", noor),
    await client.call("signin", { ...noor, password: "C4nary-Wrong-Pass-1!" }),
  ];
  expect([right.status, { ...right.body, request_id: "" }]).toEqual([401, { ...wrong.body, request_id: "" }]);
  const mails = stack.inbox.list({ to: noor.email }).length;
  expect((await client.call("forgot", { email: noor.email })).status).toBe(202);
  expect(stack.inbox.list({ to: noor.email })).toHaveLength(mails);
  expect((await cli("users", "show", "--user", user.userId)).text).not.toContain(noor.email);
});

it("may come as somebody new, once the legacy system has forgotten the address", async () => {
  expect(stack.legacy.remove("legacy-noor")).toBe(true);
  const own = { email: noor.email, password: "Brand-New-Pass-1!", name: "Noor" };
  expect((await client.call("signup", own)).status).toBe(202);
  const code = await mailedCode(stack.describe(), noor.email);
  expect((await client.call("confirm", { ...own, code })).status).toBe(200);
  const newcomer = await client.signedIn(own.email, own.password);
  expect(newcomer.userId).not.toBe(user.userId);
  expect(claimsOf(newcomer.accessToken)).not.toHaveProperty("system_account_id");
  expect((await accept(firstInvitation)).status).toBe(401);
});

it("leaves a whole audit trail", async () => {
  await stack.settled();
  const verified = await cli("audit", "verify", "--subject", `user:${user.userId}`);
  expect([verified.code, verified.text]).toEqual([0, expect.not.stringContaining(noor.email)]);
  const types = stack.eventBus.logGroups
    .entries(stack.describe().audit.logGroup)
    .filter(({ event }) => JSON.stringify(event).includes(user.userId))
    .map(({ event }) => (event as { "detail-type": string })["detail-type"]);
  expect(types).toEqual(
    expect.arrayContaining([
      ...["migration.completed", "membership.accepted", "apikey.issued", "permission.granted"],
      ...["membership.left", "user.erasure_begun", "user.erased"],
    ]),
  );
});
