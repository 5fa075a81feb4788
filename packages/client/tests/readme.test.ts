/** The examples of the README, compiled against the types that npm would publish, and run with its modules. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type FakeApi, SESSION, startFakeApi } from "./support/fake-api.js";

const PACKAGE = join(import.meta.dirname, "..");
const ROOT = join(PACKAGE, "..", "..");
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

let folder: string;
let api: FakeApi;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "identity-client-readme-"));
  api = await startFakeApi();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.stop();
});

it("compiles them without any library of the DOM, and they work", async () => {
  const installed = join(folder, "node_modules", "identity-client");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), readFileSync(join(PACKAGE, "package.json")));
  execFileSync(process.execPath, [
    TSC,
    "-p",
    join(PACKAGE, "tsconfig.build.json"),
    "--outDir",
    join(installed, "dist"),
  ]);
  symlinkSync(join(ROOT, "node_modules", "@types"), join(folder, "node_modules", "@types"));

  const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
  const [first = "", second = ""] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
  const example = `${first.replace("createIdentityClient()", "createIdentityClient({ baseUrl: process.argv[2] })")}{\n${second}}\n`;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "example.ts"), example.replace("Correct-Horse-9", "right"));
  const options = [
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--lib",
    "es2023",
    "--types",
    "node",
  ];
  execFileSync(process.execPath, [TSC, ...options, "example.ts"], { cwd: folder, encoding: "utf8" });

  api.when(({ route }) =>
    route.startsWith("GET /api/accounts/acct_northwind/members")
      ? { status: 200, body: { items: [{ role: "Viewer" }], cursor: null } }
      : undefined,
  );
  const child = spawn(process.execPath, ["example.js", api.baseUrl], { cwd: folder });
  let output = "";
  for await (const chunk of child.stdout) output += String(chunk);
  expect(output).toBe(`${SESSION.email}\n[ 'Viewer' ]\n`);
});
