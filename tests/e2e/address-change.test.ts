/** What an address opens after its user has another one, in the packaged service with its local pool. */
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { SEED_USERS } from "../../local/seed/users.js";
import type { RunningStack } from "../../local/stack/index.js";
import { call as callApi, me, post, refreshTokenOf } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { castLegacyActor, type LegacyActor, legacyRow } from "../../local/story/cast.js";
import { mailedCode } from "../../local/story/mailed-code.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { cameBack, GOOGLE, tokensOf } from "./google-sign-in.js";
import { signedAsService } from "./local-signature.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let pool: PoolCaller;
let cognito: CognitoIdentityProviderClient;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  pool = await poolCaller(stack);
  ({ cognito } = pool);
}, 120_000);
afterAll(async () => {
  cognito.destroy();
  await stop();
});

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(stack.describe(), path, body, headers);
const signIn = (email: string, password: string) => call("signin", { email, password });
const [ada = { email: "", password: "" }] = SEED_USERS;
const NEW_PASSWORD = "Brand-New-Pass-2!";

const claimsIn = (idToken: unknown) => claimsOf(String(idToken)) as Record<string, unknown>;
const googleSignIn = async (user: string) =>
  claimsIn((await tokensOf(stack, await cameBack(stack, user))).id_token);

/** Has the code of a forgotten password sent, and sets the new password with it. */
const reset = async (email: string): Promise<number> => {
  await call("forgot", { email });
  const code = await mailedCode(stack.describe(), email);
  return (await call("reset", { email, code, password: NEW_PASSWORD })).status;
};
/** The user changes the address at Cognito, past our endpoints. */
const moved = async (email: string, password: string, to: string): Promise<void> => {
  const AccessToken = await pool.ownToken(email, password);
  const UserAttributes = [{ Name: "email", Value: to }];
  await cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  const Code = await mailedCode(stack.describe(), to);
  await cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
};
const movedByAdministrator = async (from: string, to: string): Promise<void> => {
  const UserAttributes = [
    { Name: "email", Value: to },
    { Name: "email_verified", Value: "true" },
  ];
  const user = { UserPoolId: stack.describe().pool.id, Username: from };
  await cognito.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
};
const isInPool = async (Username: string): Promise<boolean> => {
  const command = new AdminGetUserCommand({ UserPoolId: stack.describe().pool.id, Username });
  return cognito.send(command).then(
    () => true,
    () => false,
  );
};
const as = (token: string, route: Parameters<typeof callApi>[1], body: unknown) =>
  callApi(stack.describe(), route, { authorization: `Bearer ${token}` }, body);
/** The answer of POST /api/token/validate to a service that signs its requests. */
const introspected = async (token: string, account: string): Promise<unknown> => {
  const description = stack.describe();
  const answer = await fetch(`${description.urls.site}/api/token/validate`, {
    method: "POST",
    headers: signedAsService(description),
    body: new URLSearchParams({ token, account_id: account }),
  });
  return answer.json();
};
const eventsOf = async (actor: LegacyActor, type: string) => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  return events.filter(
    ({ detail, "detail-type": found }) =>
      found === type && detail.unmapped.subject === `user:${actor.userId}`,
  );
};

it("the legacy password is refused at the address that the user gave up", async () => {
  const actor = await castLegacyActor(stack.describe());
  await signIn(actor.email, actor.password);
  expect(await reset(actor.email)).toBe(200);
  const to = `new-${actor.email}`;
  await moved(actor.email, NEW_PASSWORD, to);

  expect((await signIn(actor.email, actor.password)).status).toBe(401);
  expect(await isInPool(actor.email)).toBe(false);
  expect((await signIn(to, NEW_PASSWORD)).status).toBe(200);
  expect((await signIn(actor.email, actor.password)).status).toBe(401);
});

it("a password reset is refused at an address that an administrator replaced", async () => {
  const actor = await castLegacyActor(stack.describe());
  await signIn(actor.email, actor.password);
  await movedByAdministrator(actor.email, `new-${actor.email}`);

  expect((await call("forgot", { email: actor.email })).status).toBe(202);
  expect(stack.inbox.list({ to: actor.email }).filter(({ code }) => code !== undefined)).toEqual([]);
  expect(await isInPool(actor.email)).toBe(false);
  expect((await signIn(actor.email, actor.password)).status).toBe(401);
  expect((await signIn(`new-${actor.email}`, actor.password)).status).toBe(200);
  expect((await legacyRow(stack.describe(), actor.legacyId))?.user_id).toBe(actor.userId);
});

it("the profile takes over the new address at the next refresh, and the change is recorded once", async () => {
  const actor = await castLegacyActor(stack.describe());
  const session = await signIn(actor.email, actor.password);
  const to = `new-${actor.email}`;
  await moved(actor.email, actor.password, to);
  const refreshed = await call("refresh", { refresh_token: refreshTokenOf(session) });
  expect(refreshed.status).toBe(200);
  expect((await me(stack.describe(), String(refreshed.body.access_token))).body.email).toBe(to);
  expect((await signIn(to, actor.password)).status).toBe(200);
  expect(await eventsOf(actor, "user.email_changed")).toHaveLength(1);
  const noticesTo = (address: string) =>
    stack.inbox.list({ to: address }).filter(({ subject }) => subject?.includes("has changed"));
  expect([noticesTo(actor.email).length, noticesTo(to).length]).toEqual([1, 1]);
});

it.each<[string, (actor: LegacyActor, to: string) => Promise<void>]>([
  ["the user", ({ email, password }, to) => moved(email, password, to)],
  ["an operator", ({ email }, to) => movedByAdministrator(email, to)],
])("all that reads the address follows a change by %s", async (_, change) => {
  const host = await castLegacyActor(stack.describe());
  const guest = await castLegacyActor(stack.describe());
  const hostToken = String((await signIn(host.email, host.password)).body.access_token);
  const opened = await as(hostToken, ["POST", "/api/accounts"], { name: "Initech" });
  const account = String(opened.body.system_account_id);
  const invited = async (email: string): Promise<string> => {
    await as(hostToken, ["POST", `/api/accounts/${account}/invitations`], { email, role: "Viewer" });
    const mail = stack.inbox.list({ to: email }).find(({ body }) => /invite_[0-9a-f]{32}/.test(body));
    return /invite_[0-9a-f]{32}/.exec(mail?.body ?? "")?.[0] ?? "no token";
  };
  const session = await signIn(guest.email, guest.password);
  const to = `new-${guest.email}`;
  await change(guest, to);
  const { body } = await call("refresh", { refresh_token: refreshTokenOf(session) });
  const token = String(body.access_token);

  const accept = async (email: string) =>
    (await as(token, ["POST", "/api/invitations/accept"], { token: await invited(email) })).status;
  expect(await accept(guest.email)).toBe(400);
  expect(await accept(to)).toBe(200);
  expect((await me(stack.describe(), token, account)).body).toMatchObject({
    ...{ user_id: guest.userId, email: to },
    account: { system_account_id: account, role: "Viewer" },
  });
  expect(await introspected(token, account)).toMatchObject({
    active: true,
    sub: expect.any(String),
    email: to,
  });
  const otherDevice = { "user-agent": "another browser" };
  const again = await call("signin", { email: to, password: guest.password }, otherDevice);
  expect(claimsIn(again.body.id_token)).toMatchObject({ email: to });
  const warned = ({ subject }: { subject?: string }) => subject?.startsWith("New sign-in") === true;
  expect(stack.inbox.list({ to }).filter(warned)).toHaveLength(1);
  expect(stack.inbox.list({ to: guest.email }).filter(warned)).toEqual([]);
});

it("Google gives no access to a user at the address that the user gave up", async () => {
  const { email, password } = ada;
  const before = await signIn(email, password);
  expect(before.status).toBe(200);
  await movedByAdministrator(email, "ada.king@example.com");

  const google = await googleSignIn(GOOGLE.ada);
  const own = claimsIn(before.body.id_token);
  expect(own.user_id).toEqual(expect.stringMatching(/^usr_/));
  expect(google.user_id).not.toBe(own.user_id);
  expect([google.role, google.legacy_id]).toEqual([undefined, undefined]);
  const after = await signIn("ada.king@example.com", password);
  expect(claimsIn(after.body.id_token).user_id).toBe(own.user_id);
});

it("Google first and the legacy password later are one pool user", async () => {
  const user = { email: "margaret@example.com", password: "Legacy-Pass-Margaret-1!" };
  await stack.legacy.add({ ...user, id: "legacy-margaret", email_verified: true, name: "Margaret" });
  const first = await googleSignIn(GOOGLE.margaret);
  const later = await signIn(user.email, user.password);
  const native = claimsIn(later.body.id_token);
  expect(native).toMatchObject({ user_id: first.user_id, legacy_id: "legacy-margaret" });
  const again = await googleSignIn(GOOGLE.margaret);
  expect(again).toMatchObject({ sub: native.sub, user_id: first.user_id });
  const { Users = [] } = await cognito.send(
    new ListUsersCommand({ UserPoolId: stack.describe().pool.id, Filter: `email = "${user.email}"` }),
  );
  expect(Users.map(({ UserStatus }) => UserStatus)).toEqual(["CONFIRMED"]);
});
