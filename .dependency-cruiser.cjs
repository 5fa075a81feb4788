/** The import directions between the rooms of the project; docs/architecture.md draws them. */
const room = (name, from, mayReach) => ({
  name,
  comment: `${from} may import only: ${mayReach.join(", ") || "nothing of the project"}`,
  severity: "error",
  from: { path: from },
  to: {
    path: "^(handlers|shared|local|cli|web|bench|tests|resources|events|scripts)/",
    pathNot: [from, ...mayReach],
  },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^aws-lambda$" },
    },
    room("domain", "^shared/domain/", []),
    room("ports", "^shared/ports(/|\\.ts$)", ["^shared/domain/"]),
    room("flows", "^shared/flows/", ["^shared/domain/", "^shared/ports(/|\\.ts$)"]),
    room("edge", "^shared/edge/", ["^shared/domain/", "^shared/ports(/|\\.ts$)"]),
    room("adapters", "^shared/adapters/", ["^shared/domain/", "^shared/ports(/|\\.ts$)"]),
    room("config", "^shared/config(/|\\.ts$)", ["^shared/domain/"]),
    room("wiring", "^shared/wiring(/|\\.ts$)", [
      "^shared/adapters/",
      "^shared/config(/|\\.ts$)",
      "^shared/ports(/|\\.ts$)",
    ]),
    room("handlers", "^handlers/", [
      "^shared/(edge|flows|domain)/",
      "^shared/(ports(/|\\.ts$)|wiring(/(codes|access))?\\.ts$)",
    ]),
    room("cli", "^cli/", ["^shared/(flows|domain)/", "^shared/(ports(/|\\.ts$)|wiring(/operators)?\\.ts$)"]),
    room("local", "^local/", ["^handlers/", "^shared/"]),
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
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".js", ".mjs", ".json"],
      conditionNames: ["import", "node"],
    },
    extraExtensionsToScan: [],
    moduleSystems: ["es6", "cjs"],
  },
};
