import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { COMMANDS } from "../../cli/commands/index.js";
import { TARGET_OPTIONS } from "../../cli/target.js";

const docs = join(import.meta.dirname, "..", "..", "docs");
const COMMON = new Set([...Object.keys(TARGET_OPTIONS), "json", "help"]);

const pages = async () => {
  const runbooks = (await readdir(join(docs, "runbooks"))).map((name) => join("runbooks", name));
  return Promise.all(["cli.md", ...runbooks].map((name) => readFile(join(docs, name), "utf8")));
};
const commandsIn = (page: string) =>
  [...page.matchAll(/npm run cli -- ([a-z]+ [a-z]+)([^\n`]*)/g)].map(([, name = "", rest = ""]) => ({
    name,
    options: [...rest.matchAll(/ --([a-z-]+)/g)].map(([, option = ""]) => option),
  }));

it("pages and runbooks name only existing commands and options", async () => {
  const named = (await pages()).flatMap(commandsIn);
  expect(named.length).toBeGreaterThan(20);
  for (const { name, options } of named) {
    const command = COMMANDS.find((each) => each.name === name);
    expect({ name, known: command !== undefined }).toEqual({ name, known: true });
    for (const option of options)
      expect({ name, option, known: COMMON.has(option) || command?.usage.includes(`--${option}`) }).toEqual({
        name,
        option,
        known: true,
      });
  }
});

it("every command is explained with an example", async () => {
  const [page = ""] = await pages();
  const explained = new Set(commandsIn(page).map(({ name }) => name));
  expect(COMMANDS.map(({ name }) => name).filter((name) => !explained.has(name))).toEqual([]);
});
