/** Examples of a page: commands, each with the answer that is printed after it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

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
