const NODE_ARGS = ["--conditions=source", "--import=tsx", "--no-warnings"];

/** `npm run mutation`; docs/quality.md says what it is for, and what it found. */
export default {
  plugins: ["./scripts/mutation/in-process-runner.ts"],
  testRunner: "in-process",
  testRunnerNodeArgs: NODE_ARGS,
  checkerNodeArgs: NODE_ARGS,
  // Stryker would rewrite tsconfig.json with an interface of the compiler that TypeScript 7 does not have.
  tsconfigFile: "none",
  coverageAnalysis: "perTest",
  // What runs while modules load, tables and patterns above all, would need a process of its own for each mutant.
  ignoreStatic: true,
  mutate: [
    // Who gets in: the flows, and the rules that they follow.
    "shared/flows/sign-in/**/*.ts",
    "shared/flows/count-attempt.ts",
    "shared/flows/retry-on-conflict.ts",
    "shared/domain/throttle-rule.ts",
    "shared/domain/blocked-source.ts",
    "shared/flows/migration/**/*.ts",
    "shared/domain/migration.ts",
    // What a token or an API key opens, and for how long that is remembered.
    "shared/flows/authorizer/**/*.ts",
    "shared/domain/access.ts",
    "shared/domain/access-denial.ts",
    "shared/domain/route-access.ts",
    "shared/domain/session-end.ts",
    "shared/domain/role.ts",
    "shared/adapters/node/access-cache.ts",
    "shared/adapters/dynamo/authorizer/**/*.ts",
    // Who may do what.
    "shared/flows/permission/**/*.ts",
    "shared/domain/permission/**/*.ts",
    // Every change of state goes through here, with its event.
    "shared/adapters/dynamo/audit/audit-commit.ts",
  ],
  ignorePatterns: ["/web", "/docs/*.png", "/bench", "/.local", "/.serverless", "/reports"],
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  reporters: ["progress-append-only", "clear-text", "json", "html"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: 2,
  // The runner ends a test that waits for ever by itself; this is for a loop that never waits.
  timeoutMS: 5_000,
  // A test process keeps what a mutant left behind.
  maxTestRunnerReuse: 400,
  thresholds: { high: 90, low: 80, break: 80 },
};
