/** Writes docs/local-fidelity.md from what the local user pool says of itself; `--check` only says whether it is up to date. */
import { readFile, writeFile } from "node:fs/promises";
import { type FidelityRow, userPoolFidelity } from "../local/user-pool/fidelity.js";
import { missingOperations } from "../local/user-pool/operations/missing-operations.js";

const PAGE = new URL("../docs/local-fidelity.md", import.meta.url);

const TITLES = {
  flow: "Flows and endpoints",
  trigger: "Triggers",
  operation: "Operations",
  behaviour: "Rules",
} as const satisfies Record<FidelityRow["area"], string>;

const cell = (text = ""): string => text.replaceAll("|", "\\|");

const row = ({ name, state, test, note }: FidelityRow): string =>
  `| ${cell(name)} | ${state} | ${cell(note)} | ${cell(test)} |`;

const section = ([area, title]: [string, string]): string => `## ${title}

| what | state | how it differs | shown by the test |
|---|---|---|---|
${userPoolFidelity
  .filter((entry) => entry.area === area)
  .map(row)
  .join("\n")}
`;

const page = `# How faithful the local user pool is

Generated from \`local/user-pool/fidelity.ts\` by \`scripts/fidelity-page.ts\`; do not edit.

Where AWS documents a rule, \`done\` means that the pool keeps it. Where AWS is silent, the pool takes the stricter
reading, which its README lists. Tests are named by file, below \`tests/local/user-pool/\`, and title.

${Object.entries(TITLES).map(section).join("\n")}
## Operations that are not there

They answer \`NotImplementedException\` by name.

${[...missingOperations].map((name) => `\`${name}\``).join(", ")}
`;

if (process.argv.includes("--check")) {
  if ((await readFile(PAGE, "utf8").catch(() => "")) !== page) {
    console.error("docs/local-fidelity.md is out of date: run scripts/fidelity-page.ts");
    process.exitCode = 1;
  }
} else {
  await writeFile(PAGE, page);
}
