/** Examples of a README, to be run as they are printed. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** The code blocks of one language under a heading; `file` from the package on, or absolute. */
export const readmeBlocks = async (file: string, heading: string, language: string): Promise<string[]> => {
  const text = await readFile(resolve(import.meta.dirname, "..", "..", file), "utf8");
  const [, after = ""] = text.split(`\n## ${heading}\n`);
  const [section = ""] = after.split("\n## ");
  const blocks = section.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"));
  return [...blocks].map(([, code = ""]) => code);
};

/** The service and options of a `local-aws` command, as a shell would split them. */
export const optionsIn = (command: string): string[] =>
  command.trim().split("local-aws ")[1]?.split(/\s+/).filter(Boolean) ?? [];
