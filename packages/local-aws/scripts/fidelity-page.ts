/**
 * Writes docs/fidelity.md from the evidence of the last test runs. `--check` only reports whether it is up to
 * date.
 */
import { refreshPage } from "./fidelity-documents.js";

const problems = await refreshPage({ keep: process.argv.includes("--check") });
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
