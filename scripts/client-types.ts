/** Writes the types of packages/client from the table of operations; `--check` only checks that they are up to date. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { generatedPage } from "./generated-page.js";
import { openApiDocument } from "./openapi/document.js";
import { clientTypes } from "./openapi/typescript.js";

const FILE = "packages/client/src/api.ts";
const biome = fileURLToPath(new URL("../node_modules/@biomejs/biome/bin/biome", import.meta.url));

const formatted = (text: string): string =>
  execFileSync(process.execPath, [biome, "format", `--stdin-file-path=${FILE}`], {
    input: text,
    encoding: "utf8",
  });

generatedPage(FILE, () => formatted(clientTypes(openApiDocument())));
