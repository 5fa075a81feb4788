/**
 * A migrated user whose PostAuthentication failed: the pool has the user, and the legacy identity is only approved. The
 * next successful sign-in, by whichever way, links it.
 */
import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { castLegacyActor, type LegacyActor, legacyRow } from "../../local/story/cast.js";
import { mailedCode } from "../../local/story/mailed-code.js";
import type { FaultInput } from "../../packages/local-aws/src/user-pool/faults.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { cameBack, GOOGLE, tokensOf } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";
import { type SessionCaller, sessionCaller } from "./session-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let cognito: CognitoIdentityProviderClient;
let client: SessionCaller;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  ({ cognito } = await poolCaller(stack));
  client = sessionCaller(stack);
}, 120_000);
afterAll(async () => {
  cognito.destroy();
  await stop();
});

type User = Pick<LegacyActor, "email" | "password" | "legacyId">;
const NEW_PASSWORD = "Brand-New-Pass-2!";

const withFaults = async (faults: readonly FaultInput[]): Promise<void> => {
  const answer = await fetch(`${stack.describe().urls.cognito}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  expect(answer.status).toBe(200);
};
const google = async (person: string) => {
  const { access_token } = await tokensOf(stack, await cameBack(stack, person));
  return claimsOf(access_token) as { sub: string; user_id: string };
};
/** A person whose first sign-in through Google creates a link has to try a second time. */
const googleAgain = (person: string) => google(person).catch(() => google(person));
const poolUsers = async ({ email }: User) => {
  const Filter = `email = "${email}"`;
  const command = new ListUsersCommand({ UserPoolId: stack.describe().pool.id, Filter });
  return (await cognito.send(command)).Users ?? [];
};
const row = async ({ legacyId }: User) => (await legacyRow(stack.describe(), legacyId)) ?? {};
const conflicts = async ({ legacyId }: User): Promise<unknown[]> => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  return events.filter(
    (each) => each["detail-type"] === "migration.conflict" && JSON.stringify(each.detail).includes(legacyId),
  );
};
const actor = (): Promise<LegacyActor> => castLegacyActor(stack.describe());
const added = async (name: string): Promise<User> => {
  const user = { email: `${name}@example.com`, password: "Legacy-Pass-One-1!" };
  await stack.legacy.add({ ...user, id: `legacy-${name}`, email_verified: true, name });
  return { ...user, legacyId: `legacy-${name}` };
};
/** The first sign-in creates the pool user, and PostAuthentication fails. Returns the pool user. */
const leftApproved = async (user: User, fault: Partial<FaultInput> = {}) => {
  await withFaults([{ fault: "trigger-fails", trigger: "PostAuthentication", ...fault } as FaultInput]);
  expect((await client.call("signin", user)).status).not.toBe(200);
  await withFaults([]);
  const { Username } = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: stack.describe().pool.id, Username: user.email }),
  );
  return { sub: Username, state: (await row(user)).state, userId: (await row(user)).user_id };
};
const reset = async ({ email }: User): Promise<number> => {
  await client.call("forgot", { email });
  const code = await mailedCode(stack.describe(), email);
  return (await client.call("reset", { email, code, password: NEW_PASSWORD })).status;
};
const isWhole = async (user: User, { sub, userId }: { sub: unknown; userId: unknown }): Promise<void> => {
  expect(await row(user)).toMatchObject({ state: "LINKED", sub, user_id: userId });
  expect((await poolUsers(user)).map(({ Username }) => Username)).toEqual([sub]);
  expect(await conflicts(user)).toEqual([]);
};

it("is linked by the next sign-in with the password", async () => {
  const user = await actor();
  const left = await leftApproved(user);
  expect(left).toMatchObject({ state: "APPROVED", userId: user.userId });
  expect(await client.signedIn(user.email, user.password)).toMatchObject({
    userId: left.userId,
    sub: left.sub,
  });
  await isWhole(user, left);
});

it("is linked by the next password reset", async () => {
  const user = await actor();
  const left = await leftApproved(user);
  expect(left).toMatchObject({ state: "APPROVED", userId: user.userId });
  expect(await reset(user)).toBe(200);
  await isWhole(user, left);
  expect(await client.signedIn(user.email, NEW_PASSWORD)).toMatchObject({
    userId: left.userId,
    sub: left.sub,
  });
  expect((await client.call("signin", user)).status).toBe(401);
  await isWhole(user, left);
});

it("is linked by the next sign-in through Google, which leads to the same pool user", async () => {
  const user = await added("margaret");
  const left = await leftApproved(user);
  expect(left).toMatchObject({ state: "APPROVED" });
  expect(await googleAgain(GOOGLE.margaret)).toMatchObject({ user_id: left.userId, sub: left.sub });
  await isWhole(user, left);
  expect(await client.signedIn(user.email, user.password)).toMatchObject({
    userId: left.userId,
    sub: left.sub,
  });
  await isWhole(user, left);
});

it("is linked already if PostAuthentication ended and only its answer was lost", async () => {
  const user = await actor();
  const left = await leftApproved(user, { ran: true });
  expect(left).toMatchObject({ state: "LINKED", userId: user.userId });
  await isWhole(user, left);
  expect(await client.signedIn(user.email, user.password)).toMatchObject({
    userId: left.userId,
    sub: left.sub,
  });
  await isWhole(user, left);
});

it("of a first sign-in through Google is linked by the next legacy password, and later both lead to one pool user", async () => {
  const user = { email: "ada@example.com", password: "Legacy-Pass-1!", legacyId: "legacy-1001" };
  await withFaults([
    { fault: "trigger-fails", trigger: "PostConfirmation" },
    { fault: "trigger-fails", trigger: "PostAuthentication", times: 5 },
  ]);
  await expect(google(GOOGLE.ada)).rejects.toThrow();
  await withFaults([]);
  const left = await client.signedIn(user.email, user.password);
  expect((await googleAgain(GOOGLE.ada)).user_id).toBe(left.userId);
  expect(await client.signedIn(user.email, user.password)).toMatchObject({
    userId: left.userId,
    sub: left.sub,
  });
  expect(await googleAgain(GOOGLE.ada)).toMatchObject({ user_id: left.userId, sub: left.sub });
  await isWhole(user, left);
});
