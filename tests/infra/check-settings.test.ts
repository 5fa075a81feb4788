/** The plugin that checks the settings of a stage names each `--param` that is no pair or has two values, without its text. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";
import { parse } from "yaml";

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

const none = (place: number) => `--param takes a pair such as NAME=value; the one at place ${place} is none`;

it.each([
  [["legacySystem"], [none(1)]],
  [["=x"], [none(1)]],
  [
    ["signUpAccess=invite", "legacySystem", ""],
    [none(2), none(3), "signUpAccess takes open or invited"],
  ],
  [
    ["accountCreation=open", "defaultCell", "defaultCell"],
    [none(2), none(3)],
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
