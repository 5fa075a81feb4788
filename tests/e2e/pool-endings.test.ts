/**
 * Users who end at the pool, through the AWS SDK: CloudTrail's record reaches the function by the rule of the template, and
 * the directory follows.
 */
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  type CognitoIdentityProviderClient,
  DeleteUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { me } from "../../local/story/api.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";
import { type SessionCaller, sessionCaller } from "./session-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let pool: PoolCaller;
let cognito: CognitoIdentityProviderClient;
let client: SessionCaller;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  pool = await poolCaller(stack);
  ({ cognito } = pool);
  client = sessionCaller(stack);
}, 120_000);
afterAll(async () => {
  cognito.destroy();
  await stop();
});

/** The types and reasons of the events about a subject, oldest first. */
const eventsAbout = async (id: string): Promise<(readonly [string, unknown])[]> => {
  await stack.settled();
  const { logGroup } = stack.describe().audit;
  return stack.eventBus.logGroups.entries(logGroup).flatMap(({ event }) => {
    const { "detail-type": type, detail } = event as {
      "detail-type": string;
      detail: Record<string, unknown>;
    };
    return JSON.stringify(detail).includes(id) ? [[type, detail.status_detail] as const] : [];
  });
};
const poolUser = (Username: string) => ({ UserPoolId: stack.describe().pool.id, Username });

it("a user who deletes themselves with their own token is suspended, and no sign-in brings them back", async () => {
  const email = "ada@example.com";
  const { userId, accessToken, token } = await client.signedIn(email, "Legacy-Pass-1!");
  const own = await pool.ownToken(email, "Legacy-Pass-1!");
  await cognito.send(new DeleteUserCommand({ AccessToken: own }));
  expect(await eventsAbout(userId)).toContainEqual(["user.suspended", "deleted_in_pool"]);

  expect((await me(stack.describe(), accessToken)).status).toBe(401);
  expect((await client.refresh(token)).status).toBe(401);
  expect((await client.call("signin", { email, password: "Legacy-Pass-1!" })).status).toBe(401);
});

it("a user whom an operator disables at the pool is suspended, and enabling them there lifts nothing", async () => {
  const email = "grace@example.com";
  const { userId, accessToken, sub } = await client.signedIn(email, "Legacy-Pass-2!");
  await cognito.send(new AdminDisableUserCommand(poolUser(sub)));
  expect(await eventsAbout(userId)).toContainEqual(["user.suspended", "disabled_in_pool"]);

  await cognito.send(new AdminEnableUserCommand(poolUser(sub)));
  await stack.settled();
  expect((await me(stack.describe(), accessToken)).status).toBe(401);
  expect((await client.call("signin", { email, password: "Legacy-Pass-2!" })).status).toBe(401);
});
