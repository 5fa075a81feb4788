/**
 * Writes docs/fidelity.md from the evidence of the last test runs. `--check` only reports whether it is up to
 * date.
 */
import { flag, helpOf, readOptions, runCommand } from "../src/command-line/index.js";
import { refreshPage } from "./fidelity-documents.js";

const OPTIONS = { check: flag("only report whether the page is up to date") } as const;

runCommand(`fidelity-page\n${helpOf(OPTIONS)}`, async () => {
  const problems = await refreshPage({ keep: readOptions(OPTIONS).check });
  if (problems.length > 0) throw new Error(problems.join("\n"));
});
