/** Examples of a page: commands, each with the answer that is printed after it. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

export type Example = { readonly command: string; readonly answer?: unknown };

/** The blocks of shell commands under a heading; a block of JSON that follows one is its answer. */
export const examplesIn = async (file: string, heading: string): Promise<Example[]> => {
  const text = await readFile(join(import.meta.dirname, "..", "..", file), "utf8");
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const examples: Example[] = [];
  for (const [, language, code = ""] of section.matchAll(/```(sh|json)\n(.*?)```/gs)) {
    const last = examples.at(-1);
    if (language === "sh") examples.push({ command: code });
    else if (last) examples.splice(-1, 1, { ...last, answer: JSON.parse(code) });
  }
  return examples;
};

/** Runs a page's commands in one shell, after the first block, which sets it up; what each printed as JSON, and should have. */
export const runExamples = async (
  examples: readonly Example[],
  site: string,
): Promise<{ command: string; given: unknown; answer: unknown }[]> => {
  const [setUp = { command: "" }, ...rest] = examples;
  const script = [`SITE=${site}`, setUp.command, ...rest.map(({ command }) => `${command}\nprintf '\\n\\0'`)];
  const { stdout } = await promisify(execFile)("bash", ["-ec", script.join("\n")]);
  const printed = stdout.split("\n\0").slice(0, -1);
  return rest.flatMap(({ command, answer }, index) => {
    if (answer === undefined) return [];
    const given = JSON.parse(printed[index]?.trim().split("\n").at(-1) ?? "") as unknown;
    return [{ command, given: sameButForDots(given, answer), answer }];
  });
};

/** The value, with dots wherever the printed one has them in place of what differs from run to run. */
export const sameButForDots = (given: unknown, printed: unknown): unknown => {
  if (printed === "…" && typeof given === "string") return printed;
  if (Array.isArray(given) && Array.isArray(printed))
    return given.map((each, index) => sameButForDots(each, printed[index]));
  if (typeof given !== "object" || given === null || typeof printed !== "object" || printed === null)
    return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      sameButForDots(value, (printed as Record<string, unknown>)[key]),
    ]),
  );
};
