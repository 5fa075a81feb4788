/** A misspelt stage block of serverless.yml stops `npm start` and every command of the framework that packages. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { wrongStageOptions } from "../../../local/packaging/stage-params.js";
import { problemsOfStage } from "../../../shared/config/stage-problems.js";

const project = join(import.meta.dirname, "..", "..", "..");
const LINE = "params.locl is not params.local; one of the names is misspelt";
const LOCAL = { stage: "local", param: [] };
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** The project's serverless.yml, in which the block of the stage `local` is misspelt. */
const misspelt = async (): Promise<string> =>
  (await readFile(join(project, "serverless.yml"), "utf8")).replace(/^ {2}local:$/m, "  locl:");

it("npm start names the misspelt block", async () => {
  const root = await mkdtemp(join(tmpdir(), "stage-blocks-"));
  folders.push(root);
  await writeFile(join(root, "serverless.yml"), await misspelt());

  expect(await wrongStageOptions(root, LOCAL)).toEqual([LINE]);
  expect(await wrongStageOptions(project, LOCAL)).toEqual([]);
});

it("packaging names the misspelt block, whichever stage is packaged", async () => {
  const { params } = parse(await misspelt(), { logLevel: "silent" });
  const serverless = { processedInput: { commands: ["package"] }, configurationInput: { params } };
  const plugin = JSON.stringify(join(project, "resources", "plugins", "check-settings.cjs"));
  const script = `const CheckSettings = require(${plugin});
    for (const stage of ["local", "dev"])
      try { new CheckSettings({ ...${JSON.stringify(serverless)}, classes: { Error } }, { stage }); }
      catch ({ message }) { console.log(message); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script]);

  expect(stdout).toBe(
    ["local", "dev"].map((stage) => `The settings of the stage ${stage} are wrong:\n  ${LINE}\n`).join(""),
  );
});

/** With the sound settings of the project. */
const problemsWith = async (stage: string, blocks: readonly string[]) => {
  const text = await readFile(join(project, "serverless.yml"), "utf8");
  const { params } = parse(text, { logLevel: "silent" });
  const settings = Object.entries({ ...params.default, ...params[stage] });
  return problemsOfStage(
    stage,
    Object.fromEntries(settings.map(([name, value]) => [name, `${value}`])),
    blocks,
  );
};

describe("the block of a stage", () => {
  it.each([
    ["local", ["default", "dev", "locl"], ["params.locl is not params.local; one of the names is misspelt"]],
    ["dev", ["default", "local", "locl"], ["params.locl is not params.local; one of the names is misspelt"]],
    ["dev", ["defualt", "local"], ["params.defualt is not params.default; one of the names is misspelt"]],
    [
      "staging",
      ["default", "local", "stagin"],
      ["params.stagin is not params.staging; one of the names is misspelt"],
    ],
    ["prd", ["default", "local", "prod"], ["params.prod is not params.prd; one of the names is misspelt"]],
    ["prod", ["default", "local", "prdo"], ["params.prdo is not params.prod; one of the names is misspelt"]],
    ...["prdo-eu1", "pord-eu1", "prod-e1", "prod-eu1x"].map((block): [string, string[], string[]] => [
      "prod-eu1",
      ["default", "local", block],
      [`params.${block} is not params.prod-eu1; one of the names is misspelt`],
    ]),
    ["dev", ["default", "loca1"], ["params.loca1 is not params.local; one of the names is misspelt"]],
  ])("of %s is refused if a name is misspelt: %j", async (stage, blocks, lines) => {
    expect(await problemsWith(stage, blocks)).toEqual(lines);
  });

  it.each([
    ["dev2", ["default", "dev", "local"]],
    ["dev", ["default", "dev", "deu", "dev2", "local", "prod", "test"]],
    ["uat", ["default", "local", "qa"]],
    ["prod", ["default", "local", "local2"]],
    ["prod-eu1", ["default", "local", "prod-eu2", "prod-us1", "prod-eu"]],
    ["prod1", ["default", "local", "prod2", "prod"]],
    ["prod-eu1", ["default", "local", "prod-eu1", "prdo-eu1"]],
  ])("of %s may have any name that is no typing error: %j", async (stage, blocks) => {
    expect(await problemsWith(stage, blocks)).toEqual([]);
  });
});
