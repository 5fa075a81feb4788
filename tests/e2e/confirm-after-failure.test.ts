/**
 * A confirmation whose code the pool accepted, and whose later steps fail: its owner gets in, the password of the
 * registration stays invalid, and nobody else can confirm the address.
 */
import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { mailedCode } from "../../local/story/mailed-code.js";
import type { FaultInput } from "../../packages/local-aws/src/user-pool/faults.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";
import { type SessionCaller, sessionCaller } from "./session-caller.js";

const OWNER_PASSWORD = "The-Owners-Pass-1!";
const REGISTERED_PASSWORD = "Registered-Pass-1!";
let stack: RunningStack;
let stop: () => Promise<void>;
let cognito: CognitoIdentityProviderClient;
let client: SessionCaller;
let email: string;
let users = 0;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  ({ cognito } = await poolCaller(stack));
  client = sessionCaller(stack);
}, 120_000);
afterAll(async () => {
  cognito.destroy();
  await stop();
});
beforeEach(async () => {
  users += 1;
  email = `new-${users}@example.com`;
  const answer = await client.call("signup", { email, password: REGISTERED_PASSWORD, name: "New" });
  expect(answer.status).toBe(202);
});

const withFaults = async (...faults: readonly FaultInput[]): Promise<void> => {
  const answer = await fetch(`${stack.describe().urls.cognito}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  expect(answer.status).toBe(200);
};
const PARTS = { trigger: "PostConfirmation", times: 9 } as const;
const confirm = (code: string, password = OWNER_PASSWORD) =>
  client.call("confirm", { email, code, password });
const statusOf = async (password: string) => (await client.call("signin", { email, password })).status;
const poolStatus = async () =>
  (await cognito.send(new AdminGetUserCommand({ UserPoolId: stack.describe().pool.id, Username: email })))
    .UserStatus;

it.each<[string, FaultInput]>([
  ["cannot be called", { fault: "trigger-fails", ...PARTS }],
  ["does its work without an answer", { fault: "trigger-fails", ...PARTS, ran: true }],
])("signs its owner in if PostConfirmation %s", async (_, fault) => {
  const code = await mailedCode(stack.describe(), email);
  await withFaults(fault);
  expect((await confirm(code)).status).toBe(200);
  await withFaults();
  expect([await statusOf(REGISTERED_PASSWORD), await statusOf(OWNER_PASSWORD)]).toEqual([401, 200]);
});

it("refuses a wrong code while PostConfirmation fails, and leaves the user unconfirmed", async () => {
  const code = await mailedCode(stack.describe(), email);
  await withFaults({ fault: "trigger-fails", ...PARTS });
  expect((await confirm(code === "000000" ? "000001" : "000000", "Attackers-Pass-1!")).status).toBe(400);
  await withFaults();
  expect(await poolStatus()).toBe("UNCONFIRMED");
  expect((await confirm(code)).status).toBe(200);
  expect([await statusOf("Attackers-Pass-1!"), await statusOf(OWNER_PASSWORD)]).toEqual([401, 200]);
});

it("refuses a used code of a confirmed user while PostConfirmation fails, and keeps the password", async () => {
  const code = await mailedCode(stack.describe(), email);
  expect((await confirm(code)).status).toBe(200);
  await withFaults({ fault: "trigger-fails", ...PARTS });
  expect((await confirm(code, "Attackers-Pass-1!")).status).toBe(400);
  await withFaults();
  expect([await statusOf("Attackers-Pass-1!"), await statusOf(OWNER_PASSWORD)]).toEqual([401, 200]);
});

it.each<[string, FaultInput]>([
  [
    "the answer of the pool is lost",
    { fault: "operation-fails", operation: "ConfirmSignUp", ran: true, times: 1 },
  ],
  ["the password cannot be set", { fault: "operation-fails", operation: "AdminSetUserPassword", times: 9 }],
])("leads its owner in by a new password if %s", async (_, fault) => {
  const code = await mailedCode(stack.describe(), email);
  await withFaults(fault);
  expect((await confirm(code)).status).toBeGreaterThanOrEqual(400);
  await withFaults();
  expect(await poolStatus()).toBe("CONFIRMED");
  expect(await statusOf(REGISTERED_PASSWORD)).toBe(401);
  expect((await confirm(code)).status).toBe(400);

  const seen = stack.inbox.list({ to: email }).length;
  expect((await client.call("resend", { email })).status).toBe(202);
  expect((await client.call("forgot", { email })).status).toBe(202);
  expect(stack.inbox.list({ to: email }).length).toBeGreaterThan(seen);
  const reset = { email, code: await mailedCode(stack.describe(), email), password: OWNER_PASSWORD };
  expect((await client.call("reset", reset)).status).toBeLessThan(300);
  expect([await statusOf(REGISTERED_PASSWORD), await statusOf(OWNER_PASSWORD)]).toEqual([401, 200]);
});
