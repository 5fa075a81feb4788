/**
 * A reporter of jest: gives the results of the tests to the fidelity table, and fails the run when a row is not borne out. With
 * `--ci` the files must already be as this run would write them, like snapshots.
 */
import { join, relative } from "node:path";
import { tsImport } from "tsx/esm/api";

const PACKAGE = join(import.meta.dirname, "..");

export default class FidelityReporter {
  #config;
  #error;

  constructor(globalConfig) {
    this.#config = globalConfig;
  }

  async onRunComplete(_, { testResults, wasInterrupted }) {
    const { testPathPatterns, testNamePattern, ci, shard, onlyChanged } = this.#config;
    // A run by title skips tests on purpose: it says nothing about them.
    if (wasInterrupted || testNamePattern) return;
    const { recordRun } = await tsImport("./fidelity-documents.ts", import.meta.url);
    const fileOf = ({ testFilePath }) => relative(PACKAGE, testFilePath);
    const run = {
      files: testResults.map(fileOf),
      results: testResults.flatMap((file) =>
        file.testResults.map(({ fullName: title, status }) => ({ file: fileOf(file), title, status })),
      ),
      whole: !testPathPatterns.isSet() && !shard && !onlyChanged,
    };
    const { faults, unsettled } = await recordRun(run, { keep: ci });
    const problems = [...faults, ...unsettled];
    if (problems.length === 0) return;
    console.error(["", "The fidelity table:", ...problems].join("\n"));
    // A part of the tests need not show every row.
    if (faults.length > 0 || run.whole || ci) {
      this.#error = new Error("the tests do not bear out the fidelity table");
    }
  }

  getLastError() {
    return this.#error;
  }
}
