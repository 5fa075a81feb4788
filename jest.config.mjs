import { tsImport } from "tsx/esm/api";

// Workers and commands under test inherit the setting.
await tsImport("./packages/local-aws/src/sdk-notice/index.ts", import.meta.url);

/**
 * Tests run as CommonJS. swc converts the sources, and the packages that contain only ES modules. In jest's sandbox,
 * Node's module loader is several times slower with ES modules and never frees their memory.
 */
const TRANSFORMER = "<rootDir>/scripts/jest-transformer.mjs";
const ES_MODULES_ALONE = ["jose", "oauth4webapi", "oidc-provider", "openid-client"];

/**
 * Tests that start whole processes, package the service, drive pages, play a day, a life or a thousand histories, or stop
 * a merge or a first sign-in between its calls. `npm run test:heavy`
 * sets TESTS=heavy and runs these files alone; CI runs both. A file that is named on the command line always runs.
 */
const HEAVY = [
  "tests/cli/erase-user",
  "tests/cli/interrupted-",
  "tests/cli/merged-holdings",
  "tests/contract/aws-faults",
  "tests/contract/contention",
  "tests/contract/ended-memberships",
  "tests/e2e/address-change",
  "tests/e2e/address-proof",
  "tests/e2e/authorization\\.",
  "tests/e2e/cli\\.",
  "tests/e2e/client-in-browser",
  "tests/e2e/confirm-after-failure",
  "tests/e2e/delay-not-lock",
  "tests/e2e/deleted-user",
  "tests/e2e/demo\\.",
  "tests/e2e/life-of-a-user",
  "tests/e2e/link-after-failure",
  "tests/e2e/message-senders",
  "tests/e2e/migration",
  "tests/e2e/openid-provider",
  "tests/e2e/overlapping-links",
  "tests/e2e/permissions\\.",
  "tests/e2e/pool-endings",
  "tests/e2e/pool-faults",
  "tests/e2e/sessions\\.",
  "tests/e2e/sign-up-taken",
  "tests/e2e/sign-up-then-sign-in",
  "tests/e2e/sister-sites",
  "tests/e2e/two-pool-users",
  "tests/handlers/api/known-source-by-mail",
  "tests/handlers/api/office",
  "tests/e2e/start\\.",
  "tests/e2e/start-page",
  "tests/local/command-line",
  "tests/local/packaging/",
  "tests/local/try-auth",
  "tests/local/web/",
  "tests/infra/bundles",
  "tests/infra/check-settings",
  "tests/infra/demo",
  "tests/infra/environment",
  "tests/infra/identity-providers",
  "tests/infra/message-delivery",
  "tests/infra/other-origins",
  "tests/shared/flows/accounts/directory-histories",
  "local-aws/tests/package/",
  "local-aws/tests/console/.*-page\\.",
];
const { TESTS = "" } = process.env;
if (TESTS !== "" && TESTS !== "heavy") throw new Error("TESTS takes heavy, or nothing");
const LEFT_OUT = TESTS === "heavy" ? [`^(?!.*(?:${HEAVY.join("|")}))`] : HEAVY;
const namesFiles = process.argv.slice(2).some((argument) => /^[^-].*\/|\.test\.ts$/.test(argument));

export default {
  runtime: "<rootDir>/scripts/jest-runtime.cjs",
  testEnvironment: "node",
  // Resolves `local-aws` from its sources, so that tests need no build.
  testEnvironmentOptions: { customExportConditions: ["source", "node", "node-addons"] },
  roots: ["<rootDir>/tests", "<rootDir>/packages"],
  testMatch: ["**/*.test.ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "\\.ts$": [TRANSFORMER, { parser: { syntax: "typescript" }, lazy: true }],
    "\\.js$": [TRANSFORMER, { parser: { syntax: "ecmascript" }, lazy: false }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${ES_MODULES_ALONE.join("|")})/)`],
  testPathIgnorePatterns: ["/node_modules/", ...(namesFiles ? [] : LEFT_OUT)],
  modulePathIgnorePatterns: [
    "<rootDir>/.serverless",
    "<rootDir>/.esbuild",
    "<rootDir>/.local",
    "<rootDir>/packages/local-aws/dist",
  ],
  // Ends a test that hangs. Tests of a time limit set their own timeout, because a busy machine is slow.
  testTimeout: 120_000,
  // One more than the cores of CI: tests that wait for a browser or a started stack leave a core idle.
  maxWorkers: 3,
  workerIdleMemoryLimit: "1500MB",
  reporters: [
    "default",
    ["<rootDir>/packages/local-aws/scripts/fidelity-reporter.mjs", { whole: TESTS === "" }],
    "<rootDir>/packages/local-aws/scripts/browser-reporter.mjs",
  ],
};
