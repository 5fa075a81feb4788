/** The size of what is deployed: most of a cold start is reading it. */
import { beforeAll, expect, it } from "@jest/globals";
import { type PackagedFunction, packagedService } from "../support/packaged-functions.js";

let functions: PackagedFunction[];
beforeAll(async () => {
  ({ functions } = await packagedService());
}, 120_000);

const KIB = 1024;
/** Of every function that has the SDK of a service in it. */
const WITH_SDK = 420 * KIB;
/** Of those that only call DynamoDB, secrets and parameters, which they do without. */
const LIGHT = 280 * KIB;

/** What needs more, and why. */
const LARGER: Readonly<Record<string, number>> = {
  // The list of disposable domains is half of it; the pool's API and SES are the rest.
  preSignUp: 760 * KIB,
  // The endpoints of the whole account, with the pool's API, a token verifier and SES.
  auth: 760 * KIB,
  challenges: 600 * KIB,
};

/** Stands before every request. */
const AUTHORIZER = 100 * KIB;

const WITHOUT_SDK = [
  "userMigration",
  "postConfirmation",
  "postAuthentication",
  "preAuthentication",
  "preTokenGeneration",
  "inboundFederation",
  "defineAuthChallenge",
  "verifyAuthChallengeResponse",
];

it("every bundle is within its budget", async () => {
  const sizes = await Promise.all(
    functions.map(async ({ name, source }) => ({ name, bytes: Buffer.byteLength(await source()) })),
  );
  const budgetOf = (name: string): number =>
    name === "authorizer" ? AUTHORIZER : WITHOUT_SDK.includes(name) ? LIGHT : (LARGER[name] ?? WITH_SDK);
  expect(sizes.filter(({ name, bytes }) => bytes > budgetOf(name))).toEqual([]);
});

it("names no function that is not there", () => {
  const names = functions.map(({ name }) => name);
  expect([...WITHOUT_SDK, ...Object.keys(LARGER)].filter((name) => !names.includes(name))).toEqual([]);
});
