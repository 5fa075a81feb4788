/** The import directions between the rooms of the project; docs/architecture.md draws them. */
const { readdirSync } = require("node:fs");

/** The pages of web/ are served together with these modules of the package. */
const SERVED = readdirSync(`${__dirname}/packages/local-aws/web`).filter((file) => file.endsWith(".js"));

const ROOMS = "^(handlers|shared|local|cli|web|bench|tests|resources|events|scripts|packages)/";

const room = (name, from, mayReach) => ({
  name,
  comment: `${from} may import only: ${mayReach.join(", ") || "nothing of the project"}`,
  severity: "error",
  from: { path: from },
  to: { path: ROOMS, pathNot: [from, ...mayReach] },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      from: { pathNot: "^web/" },
      to: { couldNotResolve: true, pathNot: "^aws-lambda$" },
    },
    {
      name: "no-unresolved-in-web",
      severity: "error",
      from: { path: "^web/" },
      to: { couldNotResolve: true, pathNot: `^\\./(${SERVED.join("|").replaceAll(".", "\\.")})$` },
    },
    room("domain", "^shared/domain/", []),
    room("ports", "^shared/ports/", ["^shared/domain/"]),
    room("flows", "^shared/flows/", ["^shared/domain/", "^shared/ports/"]),
    room("edge", "^shared/edge/", ["^shared/domain/", "^shared/ports/"]),
    room("adapters", "^shared/adapters/", ["^shared/domain/", "^shared/ports/"]),
    room("memory", "^shared/memory/", ["^shared/domain/", "^shared/ports/", "^shared/adapters/node/"]),
    room("config", "^shared/config/", ["^shared/domain/"]),
    room("wiring", "^shared/wiring/", ["^shared/adapters/", "^shared/config/", "^shared/ports/"]),
    room("handlers", "^handlers/", [
      "^shared/(edge|flows|domain|ports)/",
      "^shared/wiring/(index|senders|access)\\.ts$",
    ]),
    room("cli", "^cli/", [
      "^shared/(flows|domain|ports)/",
      "^shared/wiring/(index|operators)\\.ts$",
      "^packages/local-aws/src/command-line/index\\.ts$",
    ]),
    room("local", "^local/", ["^handlers/", "^shared/", "^packages/"]),
    room("web", "^web/", []),
    room("resources", "^resources/", []),
    room("local-aws", "^packages/local-aws/", []),
    {
      name: "packages-by-their-exports",
      comment: "only what a package exports; tests and benches may reach inside",
      severity: "error",
      from: { path: "^(handlers|shared|local|cli|scripts)/" },
      to: { path: "^packages/", pathNot: "^packages/[^/]+/src/[^/]+/index\\.ts$" },
    },
    {
      name: "memory-is-not-deployed",
      comment: "memory adapters are for tests and benches",
      severity: "error",
      from: { pathNot: "^(tests|bench|shared/memory)/" },
      to: { path: "^shared/memory/" },
    },
    {
      name: "domain-is-pure",
      comment: "the domain has no dependencies, not even Node's",
      severity: "error",
      from: { path: "^shared/domain/" },
      to: { dependencyTypes: ["npm", "npm-dev", "core"] },
    },
    {
      name: "sdk-in-adapters",
      comment: "clients are built in wiring and used in adapters",
      severity: "error",
      from: { path: "^(handlers|cli|shared/(flows|edge|domain))/" },
      to: { path: "node_modules/@aws-sdk/" },
    },
    {
      name: "no-dev-dependency-deployed",
      severity: "error",
      from: { path: "^(handlers|shared)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/(dist|bin)/" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".js", ".mjs", ".json"],
      conditionNames: ["source", "import", "node"],
    },
    extraExtensionsToScan: [],
    moduleSystems: ["es6", "cjs"],
  },
};
