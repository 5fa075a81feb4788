/** Native ES modules under jest: run with --experimental-vm-modules (see the "test" script). */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/tests"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "es6" } },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/.serverless", "<rootDir>/.esbuild", "<rootDir>/.local"],
  testTimeout: 30_000,
  maxWorkers: 2,
  // Modules of files that are done stay in memory (native ES modules cannot be unloaded): a worker that has
  // grown is replaced, or collecting its garbage takes longer than the tests.
  workerIdleMemoryLimit: "700MB",
  reporters: ["default", "<rootDir>/scripts/fidelity-reporter.mjs"],
};
