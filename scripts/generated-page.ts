/** A page of docs/ that is made from the sources: writes it, or with `--check` only checks that it is up to date. */
import { readFile, writeFile } from "node:fs/promises";
import { flag, helpOf, readOptions, runCommand } from "local-aws/command-line";

const OPTIONS = { check: flag("only check that the page is up to date") } as const;

export const generatedPage = (name: string, text: () => string | Promise<string>): void =>
  runCommand(`${name}\n${helpOf(OPTIONS)}`, async () => {
    const { check } = readOptions(OPTIONS);
    const file = new URL(`../${name}`, import.meta.url);
    const page = await text();
    if (!check) await writeFile(file, page);
    else if ((await readFile(file, "utf8").catch(() => "")) !== page)
      throw new Error(`${name} is out of date: run npm run docs`);
  });
