/** What npm would publish: complete, small, independent of the repository, and at work where it is installed. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { CognitoIdentityProviderClient, SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { writeZip } from "../support/zip-archive.js";
import { type InstalledPackage, installPackage } from "./installed-package.js";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const env = { PATH: process.env.PATH };
const started: ChildProcess[] = [];

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});
afterAll(() => installed?.remove());

const start = async (...args: string[]) => {
  const { folder, root, manifest } = installed;
  const program = join(root, manifest.bin["local-aws"] ?? "");
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    return (await ended)[0];
  };
  return { ...(JSON.parse(String(line)) as { url: string }), stop };
};

const template = async (name: string, resources: string) => {
  const file = join(installed.folder, name);
  await writeFile(file, `Resources:\n${resources}`);
  return file;
};

it("a user signs up at the user pool of the installed package, and nothing is left when it ends", async () => {
  const { url, stop } = await start("user-pool", "--data", "data");
  const cognito = new CognitoIdentityProviderClient({ endpoint: url, region: "us-east-1", credentials });
  const signUp = new SignUpCommand({
    ClientId: "public00000000000000000000",
    Username: "ada@example.com",
    Password: "Correct-Horse-1",
  });
  const answer = await cognito.send(signUp);
  const page = await fetch(`${url}/_local/`);

  expect(answer).toMatchObject({ UserConfirmed: false, UserSub: expect.stringMatching(/^[\da-f-]{36}$/) });
  expect(await page.text()).toContain("<html");
  expect(await stop()).toBe(0);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
  expect(await readdir(installed.folder)).toEqual(["data", "node_modules"]);
  expect(await readdir(join(installed.folder, "data"))).toEqual(["user-pool.jsonl"]);
});

it("functions of the installed package run in their worker threads", async () => {
  const handler = "exports.handler = async ({ name }) => 'hello ' + name";
  writeZip(join(installed.folder, "hello.zip"), { "index.js": handler });
  const properties =
    "{ FunctionName: hello, Runtime: nodejs22.x, Handler: index.handler, Code: { S3Key: hello.zip } }";
  const file = await template(
    "hello.yaml",
    `  F: { Type: AWS::Lambda::Function, Properties: ${properties} }\n`,
  );
  const { url, stop } = await start("functions", "--template", file);
  const body = JSON.stringify({ name: "ada" });
  const answer = await fetch(`${url}/2015-03-31/functions/hello/invocations`, { method: "POST", body });

  expect(await answer.json()).toBe("hello ada");
  expect(await stop()).toBe(0);
});

it("dynamodb of the installed package starts its engine and ends it", async () => {
  const properties =
    "{ TableName: orders, BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] }";
  const file = await template(
    "table.yaml",
    `  T: { Type: AWS::DynamoDB::Table, Properties: ${properties} }\n`,
  );
  const { url, stop } = await start("dynamodb", "--template", file);
  const client = new DynamoDBClient({ endpoint: url, region: "us-east-1", credentials });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  client.destroy();

  expect(TableNames).toEqual(["orders"]);
  expect(await stop()).toBe(0);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

it("every folder with an index can be imported by the package's name", async () => {
  const folders = installed.files.flatMap((file) => /^dist\/([\w-]+)\/index\.js$/.exec(file)?.[1] ?? []);
  const program = `for (const name of ${JSON.stringify(folders)}) await import("local-aws/" + name);
    const { startUserPool } = await import("local-aws/user-pool");
    const pool = await startUserPool();
    console.log(pool.url);
    await pool.close();`;
  await writeFile(join(installed.folder, "program.mjs"), program);
  const options = { cwd: installed.folder, env };
  const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], options);

  expect(folders).toEqual(expect.arrayContaining(["event-bus", "functions", "template", "user-pool"]));
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
});

/** The names in the forms in which tsc writes imports, and in that of `createRequire`. */
const IMPORT =
  /\bfrom "([^"\n]+)";?$|^import "([^"\n]+)"|\bimport\("([^"\n]+)"\)|createRequire\(import\.meta\.url\)\("([^"\n]+)"\)/gm;

const importsOf = (text: string): string[] =>
  [...text.matchAll(IMPORT)].flatMap(([, ...names]) => names.filter((name) => name !== undefined));

it("imports nothing but itself, Node.js and the dependencies that it declares", async () => {
  const { root, files, manifest } = installed;
  const modules = files.filter((file) => /^(dist|bin)\/.*\.(m?js|d\.m?ts)$/.test(file));
  const found = await Promise.all(
    modules.map(async (file) => {
      const text = await readFile(join(root, file), "utf8");
      return importsOf(text).map((name) => ({ file, name }));
    }),
  );
  const imports = found.flat();
  const bare = imports.filter(({ name }) => !name.startsWith(".") && !isBuiltin(name));
  const packages = new Set(bare.map(({ name }) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0]));
  const outside = imports.filter(({ file, name }) => {
    const place = relative(root, resolve(root, file, "..", name));
    return name.startsWith(".") && !place.startsWith("dist/");
  });

  expect(modules.length).toBeGreaterThan(500);
  expect([...packages]).toEqual(expect.arrayContaining(["oidc-provider", "@aws-crypto/sha256-js"]));
  expect([...packages].filter((name) => !Object.hasOwn(manifest.dependencies, name ?? ""))).toEqual([]);
  expect(outside).toEqual([]);
});

it("has the program, its types, the pages and the documents, in less than 3 MB", () => {
  const { files, tarballBytes } = installed;
  const places = new Set(
    files.map((file) => file.replace(/^(bin|dist|web)\/.*|^(src)\/.*README\.md$/, "$1$2/")),
  );

  expect([...places].sort()).toEqual([
    ...[
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin/",
      "dist/",
      "docs/fidelity.md",
      "package.json",
      "src/",
      "web/",
    ],
  ]);
  expect(files).toEqual(
    expect.arrayContaining(["dist/main.js", "dist/functions/runtime.mjs", "dist/user-pool/index.d.ts"]),
  );
  expect(tarballBytes).toBeLessThan(3 * 1024 * 1024);
});
