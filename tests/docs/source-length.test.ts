/**
 * No source file has more than 250 lines, so that a reader can hold it. Tests list many cases, and are left out, and so are
 * generated files.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { REPOSITORY, repositoryFiles } from "../support/repository-files.js";

const MOST_LINES = 250;

it("no source file has more than 250 lines", () => {
  const sources = repositoryFiles().filter(
    (file) => /\.[cm]?[jt]s$/.test(file) && !/(^|\/)tests\//.test(file),
  );
  const long = sources
    .map((file) => ({ file, text: readFileSync(join(REPOSITORY, file), "utf8") }))
    .filter(({ text }) => text.trimEnd().split("\n").length > MOST_LINES)
    .filter(({ text }) => !text.startsWith("/** Generated from "))
    .map(({ file }) => file);
  expect(sources.length).toBeGreaterThan(500);
  expect(long).toEqual([]);
});
