/**
 * A jest reporter. Passes the test results to the fidelity table, and fails the run if a row is not
 * confirmed. With `--ci` both files must already be up to date, like snapshots.
 */
import { join, relative } from "node:path";
import { tsImport } from "tsx/esm/api";

const PACKAGE = join(import.meta.dirname, "..");

export default class FidelityReporter {
  #config;
  #options;
  #error;

  /** `whole`: false if the configuration leaves out tests that confirm rows. */
  constructor(globalConfig, options = {}) {
    this.#config = globalConfig;
    this.#options = options;
  }

  async onRunComplete(_, { testResults, wasInterrupted }) {
    const { testPathPatterns, testNamePattern, ci, shard, onlyChanged } = this.#config;
    // A run that selects tests by title skips the others intentionally.
    if (wasInterrupted || testNamePattern) return;
    const { recordRun } = await tsImport("./fidelity-documents.ts", import.meta.url);
    const fileOf = ({ testFilePath }) => relative(PACKAGE, testFilePath);
    const run = {
      files: testResults.map(fileOf),
      results: testResults.flatMap((file) =>
        file.testResults.map(({ fullName: title, status }) => ({ file: fileOf(file), title, status })),
      ),
      whole: this.#options.whole !== false && !testPathPatterns.isSet() && !shard && !onlyChanged,
    };
    const { faults, unsettled } = await recordRun(run, { keep: ci });
    const problems = [...faults, ...unsettled];
    if (problems.length === 0) return;
    console.error(["", "The fidelity table:", ...problems].join("\n"));
    // A run of some tests does not have to confirm every row.
    if (faults.length > 0 || run.whole || ci) {
      this.#error = new Error("the tests do not confirm the fidelity table");
    }
  }

  getLastError() {
    return this.#error;
  }
}
