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
  reporters: ["default", "<rootDir>/scripts/fidelity-reporter.mjs"],
};
