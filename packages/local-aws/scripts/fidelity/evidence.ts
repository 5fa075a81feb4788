/**
 * Joins the rows of the fidelity table with a test run. The evidence is the list of passed tests that rows
 * reference. docs/fidelity.tests.txt stores it, one test a line.
 */
import type { ComponentFidelity } from "../../src/fidelity/row.js";

export interface PassedTest {
  /** Path from the project root. */
  readonly file: string;
  /** Titles of the describe blocks and of the test. */
  readonly title: string;
}

export interface TestRun {
  readonly files: readonly string[];
  /** `status` of jest: passed, failed, pending, todo … */
  readonly results: readonly (PassedTest & { readonly status: string })[];
  /** Whether all tests ran. A file without results then does not exist. */
  readonly whole: boolean;
}

export interface Reference {
  readonly file: string;
  /** Words in the titles of the referenced tests. */
  readonly words: string;
}

/** Throws if the text does not contain a file and words of a title. */
export function referenceTo(folder: string, test: string): Reference {
  const [, path = "", words = ""] = /^([\w./-]+): (.+)$/.exec(test) ?? [];
  if (words === "") throw new Error(`a row of ${folder} must reference a test as file: words, not ${test}`);
  const from = new URL(`file:///tests/${folder}/`);
  return { file: `${new URL(path, from).pathname.slice(1)}.test.ts`, words };
}

export const referencesOf = (components: readonly ComponentFidelity[]): Reference[] =>
  components.flatMap(({ folder, rows }) =>
    rows.flatMap(({ test }) => (test === undefined ? [] : [referenceTo(folder, test)])),
  );

export const meantBy = <T extends PassedTest>({ file, words }: Reference, tests: readonly T[]): T[] =>
  tests.filter((test) => test.file === file && test.title.includes(words));

/**
 * The evidence after a run: the results of the run, and the previous evidence for files that did not run.
 * `faults` lists rows that the run does not confirm: the test does not exist, was skipped or failed.
 */
export function evidenceAfter(
  references: readonly Reference[],
  run: TestRun,
  before: readonly PassedTest[],
): { evidence: PassedTest[]; faults: string[] } {
  const faults: string[] = [];
  const passed = new Map<string, PassedTest>();
  for (const reference of references) {
    const ran = run.whole || run.files.includes(reference.file);
    const found = ran ? meantBy(reference, run.results) : [];
    if (ran) faults.push(...faultsOf(reference, found, run));
    for (const { file, title } of ran ? found : meantBy(reference, before)) {
      passed.set(lineOf({ file, title }), { file, title });
    }
  }
  return {
    evidence: [...passed.keys()].sort().flatMap((key) => passed.get(key) ?? []),
    faults: [...new Set(faults)],
  };
}

function faultsOf({ file, words }: Reference, found: TestRun["results"], { results }: TestRun): string[] {
  if (!results.some((result) => result.file === file)) return [`${file} – none of its tests ran`];
  const line = lineOf({ file, title: words });
  if (found.length === 0) return [`${line} – no test title contains these words`];
  const unproved = found.filter(({ status }) => status !== "passed");
  if (unproved.length === 0) return [];
  return [`${line} – ${unproved.map(({ status, title }) => `${status}: ${title}`).join("; ")}`];
}

const lineOf = ({ file, title }: PassedTest): string => `${file}: ${title}`;

export const evidenceText = (evidence: readonly PassedTest[]): string =>
  evidence.map((test) => `${lineOf(test)}\n`).join("");

export const parseEvidence = (text: string): PassedTest[] =>
  [...text.matchAll(/^(\S+): (.+)$/gm)].map(([, file = "", title = ""]) => ({ file, title }));
