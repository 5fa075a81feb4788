/** The deploy commands that the README and the pages print. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY, repositoryFiles } from "./repository-files.js";

export type PrintedDeployment = {
  readonly file: string;
  /** The options after `serverless deploy`, as a shell would split them. */
  readonly options: readonly string[];
};

export const printedDeployments = (): PrintedDeployment[] =>
  repositoryFiles()
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => deploymentsIn(file, readFileSync(join(REPOSITORY, file), "utf8")));

/** A command ends at its line, unless a backslash continues it, or at the end of its code span. */
const deploymentsIn = (file: string, page: string): PrintedDeployment[] =>
  [...page.replace(/\\\n\s*/g, "").matchAll(/npx serverless deploy([^\n`]*)/g)].map(([, options = ""]) => ({
    file,
    options: options.trim().split(/\s+/),
  }));

/** With other values of options that the command has or not. */
export const withOptions = (
  options: readonly string[],
  changed: Readonly<Record<string, string>>,
): readonly string[] => {
  const names = Object.keys(changed);
  const kept = options.filter(
    (option, at) => !names.includes(option) && !names.includes(options[at - 1] ?? ""),
  );
  return [...kept, ...Object.entries(changed).flat()];
};

/** The value of an option, or of a setting (`--param name=value`). */
export const optionOf = (options: readonly string[], name: string): string | undefined =>
  options[options.indexOf(name) + 1 || options.length];
export const settingOf = (options: readonly string[], name: string): string | undefined =>
  options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
