/** The authorizer on the whole stack: the page's examples, and changes that count after the stated time at the latest. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { examplesIn, runExamples } from "../support/page-examples.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack({ revocation: "cached", accessCacheSeconds: "1" }));
}, 240_000);
afterAll(() => stop());

const site = () => stack.describe().urls.site;
const JSON_TYPE = { "content-type": "application/json" };

const signIn = async (): Promise<string> => {
  const response = await fetch(`${site()}/api/account/signin`, {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify({ email: "ada@example.com", password: "Legacy-Pass-1!" }),
  });
  return String(((await response.json()) as { access_token?: string }).access_token);
};
const ask = async (headers: Readonly<Record<string, string>>): Promise<number> =>
  (await fetch(`${site()}/api/probe/account`, { headers: { "x-account-id": "acct_northwind", ...headers } }))
    .status;

it("the examples of docs/authorization.md answer what is printed", async () => {
  const runs = await runExamples(await examplesIn("docs/authorization.md", "Try it"), site());
  expect(runs).toHaveLength(3);
  for (const { given, answer } of runs) expect(given).toEqual(answer);
}, 120_000);

it("a token is valid in either header, but only in one of them", async () => {
  const token = `Bearer ${await signIn()}`;
  expect(await ask({ authorization: token })).toBe(200);
  expect(await ask({ "x-api-key": token })).toBe(200);
  expect(await ask({ authorization: token, "x-api-key": token })).toBe(401);
  expect(await ask({ authorization: `${token}, ${token}` })).toBe(401);
  expect(await ask({})).toBe(401);
}, 120_000);

it("a token is refused after a sign-out, once the cached read has expired", async () => {
  const token = await signIn();
  const authorization = `Bearer ${token}`;
  expect(await ask({ authorization })).toBe(200);
  const { status } = await fetch(`${site()}/api/account/signout`, {
    method: "POST",
    headers: { ...JSON_TYPE, authorization },
    body: "{}",
  });
  expect(status).toBe(204);
  // The stated time has passed for whatever was read before the sign-out was answered.
  await pause(1_500);
  expect(await ask({ authorization })).toBe(401);
}, 120_000);
