/** The import directions between the rooms of the project; docs/architecture.md draws them. */
const { readdirSync } = require("node:fs");

/** The pages of web/ are served together with these modules of the package. */
const SERVED = readdirSync(`${__dirname}/packages/local-aws/web`).filter((file) => file.endsWith(".js"));

/** Each folder of the project, and each file of its root. */
const PROJECT =
  "^((handlers|shared|local|cli|web|bench|tests|resources|events|scripts|docs|packages)/|[^/]+\\.([cm]?[jt]s|json)$)";

const { dependencies, optionalDependencies } = require("./packages/local-aws/package.json");
const DECLARED = Object.keys({ ...dependencies, ...optionalDependencies }).join("|");

const room = (name, from, mayReach) => ({
  name,
  comment: `${from} may import only: ${mayReach.join(", ") || "nothing of the project"}`,
  severity: "error",
  from: { path: from },
  to: { path: PROJECT, pathNot: [from, ...mayReach] },
});

const ROOMS = [
  room("domain", "^shared/domain/", []),
  room("ports", "^shared/ports/", ["^shared/domain/"]),
  room("flows", "^shared/flows/", ["^shared/domain/", "^shared/ports/"]),
  room("edge", "^shared/edge/", ["^shared/domain/", "^shared/ports/"]),
  room("adapters", "^shared/adapters/", ["^shared/domain/", "^shared/ports/"]),
  room("memory", "^shared/memory/", ["^shared/domain/", "^shared/ports/", "^shared/adapters/node/"]),
  room("config", "^shared/config/", ["^shared/domain/"]),
  room("wiring", "^shared/wiring/", ["^shared/adapters/", "^shared/config/", "^shared/ports/"]),
  room("handlers", "^handlers/", ["^shared/(edge|flows|domain|ports)/", "^shared/wiring/[^/]+\\.ts$"]),
  room("cli", "^cli/", [
    "^shared/(flows|domain|ports)/",
    "^shared/wiring/operator/",
    "^packages/local-aws/src/(command-line|sdk-notice)/index\\.ts$",
  ]),
  room("local", "^local/", ["^handlers/", "^shared/", "^packages/"]),
  room("web", "^web/", []),
  room("resources", "^resources/", [
    "^shared/config/(stage-options|function-settings|identity-providers)\\.ts$",
  ]),
  room("local-aws", "^packages/local-aws/", []),
  room("client", "^packages/client/", []),
];

/** Folders that may import every room. Other rules limit `scripts`. */
const FREE = ["^(tests|bench|scripts)/"];
/** Places of sources. Files of the root are settings of tools. */
const KNOWN = [...ROOMS.map(({ from }) => from.path), ...FREE, "^[^/]+$", "node_modules/"];

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
    {
      name: "no-mts-or-cts",
      comment: "the parser of these rules reads neither .mts nor .cts: their imports would not be checked",
      severity: "error",
      from: {},
      to: { path: "\\.[cm]ts$", pathNot: "node_modules/" },
    },
    {
      name: "no-mts-or-cts-alone",
      severity: "error",
      from: { orphan: true, path: "\\.[cm]ts$" },
      to: {},
    },
    ...ROOMS,
    ...["has-a-room", "has-a-room-alone"].map((name) => ({
      name,
      comment: "a new folder needs a rule: a room, or a name in FREE",
      severity: "error",
      from: { pathNot: KNOWN, ...(name.endsWith("alone") && { orphan: true }) },
      to: {},
    })),
    {
      name: "packages-by-their-exports",
      comment: "only what a package exports; tests and benches may reach inside",
      severity: "error",
      from: { path: "^(handlers|shared|local|cli|scripts)/" },
      to: {
        path: "^packages/",
        pathNot: ["^packages/[^/]+/src/[^/]+/index\\.ts$", "^packages/client/src/index\\.ts$"],
      },
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
      name: "no-node-in-flows",
      comment: "flows reach files, the network, time and chance through ports",
      severity: "error",
      from: { path: "^shared/(flows|ports)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "sdk-in-adapters",
      comment: "clients are built in wiring and used in adapters",
      severity: "error",
      from: { path: "^(handlers|cli|shared/(flows|edge|domain|config|ports|memory))/" },
      to: { path: "node_modules/@(aws-sdk|smithy)/" },
    },
    {
      name: "local-aws-declares-its-dependencies",
      comment: "the package is published alone: a package that only the project installs would be missing",
      severity: "error",
      from: { path: "^packages/local-aws/src/" },
      to: { path: "node_modules/", pathNot: `node_modules/(${DECLARED})/` },
    },
    {
      name: "client-has-no-dependencies",
      comment: "pages load it: whatever it imports, every user downloads",
      severity: "error",
      from: { path: "^packages/client/src/" },
      to: { pathNot: "^packages/client/src/." },
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
    exclude: { path: "^packages/[^/]+/(dist|bin)/|^(\\.\\w[^/]*|coverage|reports)/" },
    tsPreCompilationDeps: true,
    // The `require` of tsx, by which a plugin of the framework loads TypeScript.
    exoticRequireStrings: ["load"],
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"],
      conditionNames: ["source", "import", "node"],
    },
    extraExtensionsToScan: [".mts", ".cts"],
    moduleSystems: ["es6", "cjs"],
  },
};
