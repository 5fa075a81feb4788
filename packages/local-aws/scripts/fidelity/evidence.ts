/**
 * Joins the rows of the fidelity table with a run of the tests. The evidence is the list of the tests that rows name and that
 * passed when they last ran; docs/fidelity.tests.txt keeps it, one test a line.
 */
import type { ComponentFidelity } from "../../src/fidelity/row.js";

export interface PassedTest {
  /** From the root of the project on. */
  readonly file: string;
  /** The titles of its describe blocks and its own. */
  readonly title: string;
}

export interface TestRun {
  readonly files: readonly string[];
  /** `status` as jest says it: passed, failed, pending, todo … */
  readonly results: readonly (PassedTest & { readonly status: string })[];
  /** All tests ran: a file that did not is not there. */
  readonly whole: boolean;
}

export interface Reference {
  readonly file: string;
  /** Part of the title of the tests that are meant. */
  readonly words: string;
}

/** Throws when the text does not name a file and words of a title. */
export function referenceTo(folder: string, test: string): Reference {
  const [, path = "", words = ""] = /^([\w./-]+): (.+)$/.exec(test) ?? [];
  if (words === "") throw new Error(`${folder} names no test by file and title: ${test}`);
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
 * The evidence after a run: what it showed, and for files that it left out what was known before. `faults` name what the run
 * does not bear out: no such test, or one that was skipped or failed.
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
  if (!results.some((result) => result.file === file)) return [`${file} – no test of it ran`];
  const line = lineOf({ file, title: words });
  if (found.length === 0) return [`${line} – no test has these words in its title`];
  const unproved = found.filter(({ status }) => status !== "passed");
  if (unproved.length === 0) return [];
  return [`${line} – ${unproved.map(({ status, title }) => `${status}: ${title}`).join("; ")}`];
}

const lineOf = ({ file, title }: PassedTest): string => `${file}: ${title}`;

export const evidenceText = (evidence: readonly PassedTest[]): string =>
  evidence.map((test) => `${lineOf(test)}\n`).join("");

export const parseEvidence = (text: string): PassedTest[] =>
  [...text.matchAll(/^(\S+): (.+)$/gm)].map(([, file = "", title = ""]) => ({ file, title }));
