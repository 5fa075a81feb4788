/**
 * A jest reporter. Lists in one line the test files that were skipped because there is no browser. If
 * REQUIRE_BROWSER is set, a skipped browser test fails the run.
 */
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { tsImport } from "tsx/esm/api";

export default class BrowserReporter {
  #config;
  #error;

  constructor(globalConfig) {
    this.#config = globalConfig;
  }

  async onRunComplete(_, { testResults }) {
    // A run that selects tests by title skips the others intentionally.
    if (this.#config.testNamePattern) return;
    const withSkipped = testResults.filter(({ numPendingTests }) => numPendingTests > 0);
    const inBrowser = await Promise.all(withSkipped.map(({ testFilePath }) => usesBrowser(testFilePath)));
    const files = withSkipped
      .filter((_file, index) => inBrowser[index])
      .map(({ testFilePath }) => relative(this.#config.rootDir, testFilePath));
    if (files.length === 0) return;
    const { browserTestsRun, CHROMIUM } = await tsImport("../tests/support/chromium.ts", import.meta.url);
    if (process.env.REQUIRE_BROWSER !== undefined)
      this.#error = new Error(`browser tests were skipped: ${files.join(", ")}`);
    else if (!browserTestsRun)
      console.error(
        `Skipped, because there is no browser at ${CHROMIUM} (install Chromium, or set CHROMIUM to its path): ${files.join(", ")}`,
      );
  }

  getLastError() {
    return this.#error;
  }
}

const usesBrowser = async (file) => /support\/browser\.js"/.test(await readFile(file, "utf8"));
