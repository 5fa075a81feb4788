/** Native ES modules under jest: run with --experimental-vm-modules (see the "test" script). */
export default {
  testEnvironment: "node",
  // `local-aws` from its sources; nothing has to be built before a test.
  testEnvironmentOptions: { customExportConditions: ["source", "node", "node-addons"] },
  roots: ["<rootDir>/tests", "<rootDir>/packages"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "es6" } },
    ],
  },
  modulePathIgnorePatterns: [
    "<rootDir>/.serverless",
    "<rootDir>/.esbuild",
    "<rootDir>/.local",
    "<rootDir>/packages/local-aws/dist",
  ],
  testTimeout: 30_000,
  maxWorkers: 2,
  // Modules of files that are done stay in memory (native ES modules cannot be unloaded): a worker that has
  // grown is replaced, or collecting its garbage takes longer than the tests.
  workerIdleMemoryLimit: "700MB",
  reporters: ["default", "<rootDir>/packages/local-aws/scripts/fidelity-reporter.mjs"],
};
