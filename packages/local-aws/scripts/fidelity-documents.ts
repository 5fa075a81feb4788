/** The two files of the fidelity table: the page, and the evidence from which it is generated. */
import { readFile, writeFile } from "node:fs/promises";
import { stackFidelity } from "../src/fidelity/components.js";
import {
  evidenceAfter,
  evidenceText,
  meantBy,
  type PassedTest,
  parseEvidence,
  referencesOf,
  type TestRun,
} from "./fidelity/evidence.js";
import { renderPage } from "./fidelity/render-page.js";

const PAGE = new URL("../docs/fidelity.md", import.meta.url);
const EVIDENCE = new URL("../docs/fidelity.tests.txt", import.meta.url);

const references = referencesOf(stackFidelity);

const textOf = (file: URL): Promise<string> => readFile(file, "utf8").catch(() => "");

/** Writes the page from the stored evidence. With `keep`, only compares. Returns the problems as text. */
export async function refreshPage({ keep }: { keep: boolean }): Promise<string[]> {
  const { unsettled } = await recordRun({ files: [], results: [], whole: false }, { keep });
  return unsettled;
}

/** Updates both files with the results of a test run. `unsettled` lists the tests that still have to run. */
export async function recordRun(
  run: TestRun,
  { keep }: { keep: boolean },
): Promise<{ faults: string[]; unsettled: string[] }> {
  const before = parseEvidence(await textOf(EVIDENCE));
  const { evidence, faults } = evidenceAfter(references, run, before);
  return { faults, unsettled: faults.length === 0 ? await settle(evidence, keep) : [] };
}

async function settle(evidence: readonly PassedTest[], keep: boolean): Promise<string[]> {
  const open = references.filter((reference) => meantBy(reference, evidence).length === 0);
  const files = [...new Set(open.map(({ file }) => file))];
  const texts: [URL, string][] = [[EVIDENCE, evidenceText(evidence)]];
  if (files.length === 0) texts.push([PAGE, renderPage(stackFidelity, evidence)]);
  const stale: string[] = [];
  for (const [file, text] of texts) {
    if ((await textOf(file)) === text) continue;
    if (keep) stale.push(`${file.pathname} is out of date: run the tests, or npm run docs`);
    else await writeFile(file, text);
  }
  return [...stale, ...(files.length > 0 ? [`Run the missing tests: npm test -- ${files.join(" ")}`] : [])];
}
