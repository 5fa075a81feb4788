/**
 * The bundles of a deployment. Their size: most of a cold start is reading them. And that the embedded stack, which
 * bundles and compiles by itself, runs the same code with the same template.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { packageForDeployment } from "../../local/packaging/package-for-deployment.js";
import { type PackagedService, packageService } from "../../local/packaging/package-service.js";
import { unpack } from "../../packages/local-aws/src/functions/artifact.js";
import { bundledHandler } from "../support/bundled-handler.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let local: PackagedService;
let deployed: ReadonlyMap<string, ReadonlyMap<string, Buffer>>;
beforeAll(async () => {
  local = await packageService(root);
  folder = await mkdtemp(join(tmpdir(), "deployment-"));
  const options = ["--stage", "local", "--package", folder];
  await packageForDeployment(root, { options, report: () => undefined });
  const archives = (await readdir(folder)).filter((file) => file.endsWith(".zip"));
  const functions = archives.map(async (archive) => {
    const name = archive.replace(/\.zip$/, "");
    await unpack(join(folder, archive), join(folder, name));
    return [name, await filesIn(join(folder, name))] as const;
  });
  deployed = new Map(await Promise.all(functions));
}, 320_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const filesIn = async (path: string): Promise<ReadonlyMap<string, Buffer>> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== "package.json")
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [relative(path, file), await readFile(file)] as const)),
  );
};

const KIB = 1024;
/** Of every function that has the SDK of a service in it. */
const WITH_SDK = 420 * KIB;
/** Of those that only call DynamoDB, secrets and parameters, which they do without. */
const LIGHT = 280 * KIB;

/** What needs more, and why. */
const LARGER: Readonly<Record<string, number>> = {
  // The list of disposable domains of PreSignUp is half of it; the pool's API and SES are the rest.
  arrivalTriggers: 760 * KIB,
  // The endpoints of the whole account, with the pool's API, a token verifier and SES.
  auth: 760 * KIB,
  challenges: 600 * KIB,
  // The pool's API, and SES with the words of all languages.
  redirect: 540 * KIB,
  // The legacy system, and SES with the words of all languages.
  followUps: 480 * KIB,
  // SES with the words of all languages, and the names of all settings with their nearest ones.
  invitations: 440 * KIB,
};

/** Stands before every request. */
const AUTHORIZER = 100 * KIB;

const WITHOUT_SDK = ["signInTriggers", "inboundFederation"];

/** The triggers of the functions that have several, by their files. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  arrivalTriggers: ["pre-sign-up", "user-migration"],
  signInTriggers: ["pre-authentication", "post-authentication", "post-confirmation", "pre-token-generation"],
  challengeTriggers: ["define-auth-challenge", "create-auth-challenge", "verify-auth-challenge-response"],
};

it("every bundle is within its budget", () => {
  const sizes = [...deployed].map(([name, files]) => ({
    name,
    bytes: [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
  }));
  const budgetOf = (name: string): number =>
    name === "authorizer" ? AUTHORIZER : WITHOUT_SDK.includes(name) ? LIGHT : (LARGER[name] ?? WITH_SDK);
  expect(sizes.filter(({ name, bytes }) => bytes > budgetOf(name))).toEqual([]);
});

it("names only existing functions", () => {
  expect([...WITHOUT_SDK, ...Object.keys(LARGER)].filter((name) => !deployed.has(name))).toEqual([]);
});

it("the embedded stack runs the bytes that are deployed", async () => {
  expect(deployed.size).toBeGreaterThan(0);
  for (const [name, files] of deployed) {
    const own = await filesIn(join(local.artifacts, name));
    expect([name, ...own.keys()]).toEqual([name, ...files.keys()]);
    const different = [...files].filter(([file, bytes]) => own.get(file)?.equals(bytes) !== true);
    expect(different.map(([file]) => file)).toEqual([]);
  }
});

it("the embedded stack reads the template that is deployed, except for the time in the keys of the zips", async () => {
  const read = async (path: string): Promise<unknown> =>
    JSON.parse(await readFile(path, "utf8"), (key, value: unknown) =>
      key === "S3Key" ? String(value).replace(/\/\d+-[^/]+\//, "/") : value,
    );
  expect(await read(local.template)).toEqual(
    await read(join(folder, "cloudformation-template-update-stack.json")),
  );
});

it.each(Object.entries(PARTS))(
  "%s is at most 15 % larger than its largest trigger alone",
  async (name, parts) => {
    const alone = await Promise.all(
      parts.map(async (part) => Buffer.byteLength(await bundledHandler(`handlers/triggers/${part}.ts`))),
    );
    const together = [...(deployed.get(name)?.values() ?? [])].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
    expect(together).toBeGreaterThan(0);
    expect(together / Math.max(...alone)).toBeLessThanOrEqual(1.15);
  },
);
