const NODE_ARGS = ["--conditions=source", "--import=tsx", "--no-warnings"];

/** `npm run mutation`; docs/quality.md describes its purpose and results. */
export default {
  plugins: ["./scripts/mutation/in-process-runner.ts"],
  testRunner: "in-process",
  testRunnerNodeArgs: NODE_ARGS,
  checkerNodeArgs: NODE_ARGS,
  // Stryker would rewrite tsconfig.json with an interface of the compiler that TypeScript 7 does not have.
  tsconfigFile: "none",
  coverageAnalysis: "perTest",
  // Code that runs while modules load (mostly tables and patterns) would need a new process for each mutant.
  ignoreStatic: true,
  mutate: [
    // Sign-in: the flows and their rules.
    "shared/flows/sign-in/**/*.ts",
    "shared/flows/count-attempt.ts",
    "shared/flows/retry-on-conflict.ts",
    "shared/flows/repeat-while.ts",
    "shared/flows/answer-floor.ts",
    "shared/domain/answer-floor.ts",
    "shared/domain/known-sources.ts",
    "shared/domain/sign-in-habits.ts",
    "shared/domain/throttle-rule.ts",
    "shared/domain/blocked-source.ts",
    "shared/flows/migration/**/*.ts",
    "shared/domain/migration.ts",
    "shared/adapters/dynamo/sign-in/**/*.ts",
    "shared/adapters/dynamo/migration/**/*.ts",
    // Access by token or API key, and its caches.
    "shared/flows/authorizer/**/*.ts",
    "shared/domain/access.ts",
    "shared/domain/access-denial.ts",
    "shared/domain/route-access.ts",
    "shared/domain/session-end.ts",
    "shared/domain/role.ts",
    "shared/domain/token-rules.ts",
    "shared/edge/authorizer-runner.ts",
    "shared/adapters/cognito/token-verifier.ts",
    "shared/adapters/node/access-cache.ts",
    "shared/adapters/dynamo/authorizer/**/*.ts",
    // Roles and permissions.
    "shared/flows/permission/**/*.ts",
    "shared/domain/permission/**/*.ts",
    // Writes each change of state together with its event.
    "shared/adapters/dynamo/audit/**/*.ts",
    "shared/flows/audit/**/*.ts",
  ],
  ignorePatterns: ["/web", "/docs/*.png", "/bench", "/.local", "/.serverless", "/reports"],
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  reporters: ["progress-append-only", "clear-text", "json", "html"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: 2,
  // The first two passes over all tests, on a busy machine.
  dryRunTimeoutMinutes: 30,
  // The runner ends a test whose promise never settles. This timeout ends a loop that never yields.
  timeoutMS: 5_000,
  // A test process keeps the state that a mutant has changed.
  maxTestRunnerReuse: 400,
  thresholds: { high: 90, low: 80, break: 80 },
};
