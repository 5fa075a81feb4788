/** The settings of the stage `local`, in the framework's order: command line, stage, default. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { problemsOfStage } from "../../shared/config/stage-problems.js";
import type { StageParams } from "./compile-template.js";

const STAGE = "local";

type Configuration = { readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

/** All problems of the changed settings, one line each. Empty if there are none. */
export const wrongSettings = async (root: string, changed: StageParams): Promise<readonly string[]> => {
  const text = await readFile(join(root, "serverless.yml"), "utf8");
  // The tags of CloudFormation are ignored.
  const { params } = parse(text, { logLevel: "silent" }) as Configuration;
  const declared = Object.entries({ ...params.default, ...params[STAGE] });
  const texts = Object.fromEntries(declared.map(([name, value]) => [name, String(value)]));
  return problemsOfStage(STAGE, { ...texts, ...changed }, Object.keys(params));
};
