/** Writes docs/openapi.yaml from the table of operations; `--check` only checks that it is up to date. */
import { stringify } from "yaml";
import { generatedPage } from "./generated-page.js";
import { openApiDocument } from "./openapi/document.js";

const text = (): string => `# Generated from scripts/openapi by \`npm run docs\`; do not edit.
${stringify(openApiDocument(), { aliasDuplicateObjects: false, lineWidth: 0 })}`;

generatedPage("docs/openapi.yaml", text);
