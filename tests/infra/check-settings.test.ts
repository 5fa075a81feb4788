/**
 * The plugin that checks settings names each `--param` that is no pair or has two values, without its text, and the wrong
 * variables of the packaged functions.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { compileTemplate } from "../../local/packaging/compile-template.js";

const root = join(import.meta.dirname, "..", "..");

/** What the plugin refuses, with the sound settings of the project. Empty if it refuses nothing. */
const refusalOf = async (param: readonly string[]): Promise<string> => {
  const text = await readFile(join(root, "serverless.yml"), "utf8");
  const { params } = parse(text, { logLevel: "silent" });
  const serverless = { processedInput: { commands: ["package"] }, configurationInput: { params } };
  const plugin = JSON.stringify(join(root, "resources", "plugins", "check-settings.cjs"));
  const script = `const CheckSettings = require(${plugin});
    try { new CheckSettings({ ...${JSON.stringify(serverless)}, classes: { Error } }, ${JSON.stringify({ param })}); }
    catch ({ message }) { process.stdout.write(message); }`;
  return (await promisify(execFile)(process.execPath, ["-e", script])).stdout;
};

const unpaired = (place: number) => `--param takes a pair such as NAME=value; value ${place} is not a pair`;

it.each([
  [["legacySystem"], [unpaired(1)]],
  [["=x"], [unpaired(1)]],
  [
    ["signUpAccess=invite", "legacySystem", ""],
    [unpaired(2), unpaired(3), "signUpAccess takes open or invited"],
  ],
  [
    ["accountCreation=open", "defaultCell", "defaultCell"],
    [unpaired(2), unpaired(3)],
  ],
  [
    ["defaultCell=cell-1", "accountCreation=opne", "defaultCell=cell-2"],
    ["defaultCell has more than one --param", "accountCreation takes operators or open"],
  ],
])("the parameters %j are refused", async (param, lines) => {
  expect(await refusalOf(param)).toBe(`The settings of the stage dev are wrong:\n  ${lines.join("\n  ")}`);
});

it.each([
  [[]],
  [["legacyTable="]],
  [["legacyTable=", "legacyTable="]],
  [['groupRules=[{"attribute":"custom:a","value":"b=c","group":"d"}]']],
])("the parameters %j are pairs", async (param) => {
  expect(await refusalOf(param)).toBe("");
});

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** This project with changed texts in files of its configuration. */
const changedProject = async (
  changes: Readonly<Record<string, readonly [text: string, other: string]>>,
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "check-settings-"));
  folders.push(folder);
  for (const name of ["node_modules", "shared", "handlers", "scripts", "package.json", "tsconfig.json"])
    await symlink(join(root, name), join(folder, name));
  for (const name of ["resources", "serverless.yml"])
    await cp(join(root, name), join(folder, name), { recursive: true });
  for (const [file, [text, other]] of Object.entries(changes)) {
    const before = await readFile(join(folder, file), "utf8");
    await writeFile(join(folder, file), before.replaceAll(text, other));
  }
  return folder;
};

it("wrong variables of functions stop packaging, all at once", async () => {
  const folder = await changedProject({
    "serverless.yml": ["AUDIT_TABLE: !Ref", "REFRESH_TOKEN_DAYS: thirty\n    AUDIT_TABEL: !Ref"],
    "resources/functions/sign-in.yml": ["REFRESH_TOKEN_DAYS:", "REFRSH_TOKEN_DAYS:"],
  });
  const packaging = compileTemplate(folder, join(folder, "package"), {}, () => undefined);

  await expect(packaging).rejects.toThrow(
    "The settings of the functions are wrong:\n" +
      "  all functions: AUDIT_TABEL is not a setting; the nearest is AUDIT_TABLE\n" +
      "  all functions: REFRESH_TOKEN_DAYS takes a whole number from 1 to 3650\n" +
      "  auth, redirect, challenges: REFRSH_TOKEN_DAYS is not a setting; the nearest is REFRESH_TOKEN_DAYS\n",
  );
}, 120_000);
