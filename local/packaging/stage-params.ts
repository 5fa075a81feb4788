/** Checks the options of a command against the settings that serverless.yml declares. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import {
  type DeclaredSettings,
  problemsOfStageOptions,
  type StageOptions,
} from "../../shared/config/stage-options.js";

type Configuration = { readonly params: DeclaredSettings };

/** All problems of the options and of the stage's settings, one line each. Empty if there are none. */
export const wrongStageOptions = async (root: string, options: StageOptions): Promise<readonly string[]> => {
  const text = await readFile(join(root, "serverless.yml"), "utf8");
  // The tags of CloudFormation are ignored.
  const { params } = parse(text, { logLevel: "silent" }) as Configuration;
  return problemsOfStageOptions(options, params);
};
