/**
 * The import rules also hold for the types of `import("…").Name`, which `npm run imports` does not see: its parser
 * leaves them out.
 */
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "@jest/globals";
import { mayImport } from "../support/import-rules.js";
import { REPOSITORY, repositoryFiles } from "../support/repository-files.js";

const files = new Set(repositoryFiles());
const sources = [...files].filter((path) => /\.[cm]?ts$/.test(path)).sort();

/** The file of the repository that a module name stands for; undefined for a library. */
const fileOf = (importer: string, name: string): string | undefined => {
  const [, part] = /^local-aws\/([\w-]+)$/.exec(name) ?? [];
  if (part !== undefined) return `packages/local-aws/src/${part}/index.ts`;
  if (!name.startsWith(".")) return undefined;
  return normalize(join(dirname(importer), name)).replace(/\.([cm]?)js$/, ".$1ts");
};

const importTypes = (text: string): string[] =>
  [...text.matchAll(/\bimport\(\s*["']([^"']+)["']/g)].map(([, name = ""]) => name);

const refused = (importer: string, text: string): string[] =>
  importTypes(text)
    .flatMap((name) => fileOf(importer, name) ?? [])
    .filter((file) => !mayImport(importer, file));

it("finds a type that a room may not import", () => {
  const text = 'type One = import("../ports/index.js").Ports;\ntype Two = typeof import("./claims.js");';

  expect(refused("shared/domain/role.ts", text)).toEqual(["shared/ports/index.ts"]);
  expect(refused("shared/flows/sign-in/sign-in.ts", 'type A = import("../../wiring/base.js").A')).toEqual([
    "shared/wiring/base.ts",
  ]);
  expect(refused("shared/domain/role.ts", 'type A = import("local-aws/template").A')).toEqual([
    "packages/local-aws/src/template/index.ts",
  ]);
});

it("every imported type of a room is of a room that it may import", () => {
  const problems = sources
    .filter((path) => !path.startsWith("tests/docs/"))
    .flatMap((path) =>
      refused(path, readFileSync(join(REPOSITORY, path), "utf8")).map((file) => `${path} -> ${file}`),
    );
  expect(problems).toEqual([]);
});
