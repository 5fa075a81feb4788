/** The settings of the stage `local`, as the framework puts them together: the command line, the stage, the default. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { problemsOfStage } from "../../shared/config/stage-settings.js";
import type { StageParams } from "./compile-template.js";

const STAGE = "local";

type Configuration = { readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

/** What is wrong with the settings that an option changed, a line each; nothing where all is well. */
export const wrongSettings = async (root: string, changed: StageParams): Promise<readonly string[]> => {
  const text = await readFile(join(root, "serverless.yml"), "utf8");
  // The tags of CloudFormation stand for nothing here.
  const { params } = parse(text, { logLevel: "silent" }) as Configuration;
  const declared = Object.entries({ ...params.default, ...params[STAGE] });
  const texts = Object.fromEntries(declared.map(([name, value]) => [name, String(value)]));
  return problemsOfStage(STAGE, { ...texts, ...changed });
};
