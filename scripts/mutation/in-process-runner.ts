/**
 * A Stryker test runner that loads the tests once and switches between mutants in one process. Stryker's
 * runner for Jest runs each test file that can reach a mutant, and Jest reloads every module for each file. A
 * mutant takes seconds there and milliseconds here.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
import { register } from "node:module";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import type { InstrumenterContext } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { testFiles } from "./test-files.js";
import { type Block, loadTestFile, type Test } from "./test-globals.js";

/** The state that the instrumented code reads. */
const stryker: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: stryker });

/**
 * More than any test or hook needs, also on a busy machine. A longer one waits for something that a mutant has
 * stopped.
 */
const LONGEST_TEST_MS = 10_000;

type Run = {
  readonly isWanted: (test: Test) => boolean;
  readonly bail: boolean;
  readonly results: TestResult[];
  failed: boolean;
  timedOut: boolean;
};

const isTest = (child: Block | Test): child is Test => "body" in child;
const testsOf = (block: Block): Test[] =>
  block.children.flatMap((child) => (isTest(child) ? [child] : testsOf(child)));
const lineOf = (block: Block): Block[] =>
  block.parent === undefined ? [block] : [...lineOf(block.parent), block];

const isFailed = ({ status }: TestResult): boolean => status === TestStatus.Failed;

// Stryker counts the time that no test explains for the time limit of every mutant.
const bothTimes = (test: TestResult, repeated: TestResult | undefined): TestResult => ({
  ...test,
  timeSpentMs: test.timeSpentMs + (repeated?.timeSpentMs ?? 0),
});

const inTime = async (run: Run, work: unknown): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      run.timedOut = true;
      reject(new Error("the test timed out"));
    }, LONGEST_TEST_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const runAll = async (run: Run, hooks: readonly (() => unknown)[]): Promise<void> => {
  for (const hook of hooks) await inTime(run, hook());
};

const note = (run: Run, { id, file }: Test, startedAt: number, error?: unknown): void => {
  const fileName = resolve(file);
  const result = { id, name: id, fileName, timeSpentMs: Math.round(performance.now() - startedAt) };
  if (error === undefined) {
    run.results.push({ ...result, status: TestStatus.Success });
    return;
  }
  run.failed = true;
  const failureMessage = error instanceof Error ? (error.stack ?? error.message) : String(error);
  run.results.push({ ...result, status: TestStatus.Failed, failureMessage });
};

/** Returns the error, or undefined on success. */
const errorOf = async (work: () => Promise<void>): Promise<unknown> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error("the test rejected without an error");
  }
};

/** An error thrown outside of every test, for example by a listener. It fails the running test, as in Jest. */
let stray: unknown;

const runTest = async (run: Run, test: Test): Promise<void> => {
  stryker.currentTestId = test.id;
  stray = undefined;
  const blocks = lineOf(test.block);
  const startedAt = performance.now();
  const error = await errorOf(async () => {
    await runAll(
      run,
      blocks.flatMap(({ hooks }) => hooks.beforeEach),
    );
    await inTime(run, test.body());
  });
  const after = () =>
    runAll(
      run,
      blocks.toReversed().flatMap(({ hooks }) => hooks.afterEach),
    );
  note(run, test, startedAt, error ?? (await errorOf(after)) ?? stray);
};

const runBlock = async (run: Run, block: Block): Promise<void> => {
  const wanted = testsOf(block).filter(run.isWanted);
  const [first] = wanted;
  if (first === undefined || (run.bail && run.failed)) return;
  // The preparation of a block counts as part of the first test that runs.
  stryker.currentTestId = first.id;
  const startedAt = performance.now();
  const error = await errorOf(() => runAll(run, block.hooks.beforeAll));
  if (error !== undefined) for (const test of wanted) note(run, test, startedAt, error);
  else
    for (const child of block.children) {
      if (run.bail && run.failed) break;
      if (!isTest(child)) await runBlock(run, child);
      else if (run.isWanted(child)) await runTest(run, child);
    }
  await errorOf(() => runAll(run, block.hooks.afterAll));
};

class InProcessRunner implements TestRunner {
  private readonly files: Block[] = [];

  /**
   * Stryker asks for a reload for each mutant that also runs while modules load. With `ignoreStatic` only the later
   * runs of such a mutant are tested, and these need no reload. Without this answer, Stryker starts a new process
   * for each of these mutants.
   */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // An unhandled rejection caused by a mutant does not fail a test, as in Jest.
    process.on("unhandledRejection", () => undefined);
    process.on("uncaughtException", (error) => {
      stray = error;
    });
    register("./resolve-test-globals.mjs", import.meta.url);
    // Loaded here, because Stryker counts the time of all later calls for the time limit of a mutant.
    stryker.mutantCoverage = { static: {}, perTest: {} };
    for (const file of testFiles(process.cwd()))
      this.files.push(await loadTestFile(file, () => import(pathToFileURL(resolve(file)).href)));
  }

  async dryRun(): Promise<DryRunResult> {
    const result = await this.run(() => true, false);
    if (result.status !== DryRunStatus.Complete || result.tests.some(isFailed)) return result;
    const { mutantCoverage } = stryker;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    // A test that fails in its second run, because of state of its first, would kill every mutant.
    const repeated = await this.run(() => true, false);
    if (repeated.status !== DryRunStatus.Complete || repeated.tests.some(isFailed)) return repeated;
    const tests = result.tests.map((test, index) => bothTimes(test, repeated.tests[index]));
    return { ...result, tests, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, mutantActivation, disableBail } = options;
    if (mutantActivation === "static") throw new Error("this runner needs the option ignoreStatic");
    delete stryker.mutantCoverage;
    stryker.activeMutant = activeMutant.id;
    // Stryker's type does not allow undefined, but its instrumented code checks for it.
    Object.assign(stryker, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const filter = testFilter && new Set(testFilter);
    const result = await this.run(({ id }) => filter?.has(id) ?? true, !disableBail);
    const endless = determineHitLimitReached(stryker.hitCount, hitLimit);
    return toMutantRunResult(endless ?? result, disableBail);
  }

  private async run(isWanted: Run["isWanted"], bail: boolean): Promise<DryRunResult> {
    const run: Run = { isWanted, bail, results: [], failed: false, timedOut: false };
    for (const file of this.files) await runBlock(run, file);
    delete stryker.currentTestId;
    if (run.timedOut && bail) return { status: DryRunStatus.Timeout };
    return { status: DryRunStatus.Complete, tests: run.results };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
