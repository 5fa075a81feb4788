/** `local-aws user-pool`: serves the user pools of a template or a file, or one sample pool. */
import { jsonFileAs } from "../command-line/json-file.js";
import { folderOption, option, type Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { stackFrom, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError, urlOf } from "../command-line/usage.js";
import { readFaults } from "./faults.js";
import { lambdaInvoke, type PoolDeclaration, startUserPool } from "./index.js";
import { keptData } from "./kept-data.js";
import { readPoolsFile } from "./pools-file.js";
import { samplePool } from "./sample-pool.js";
import { templatePools } from "./template-pools.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  pools: option("FILE", "pool declarations in JSON; without --template and --pools, one sample pool"),
  "lambda-url": option("URL", "the Lambda API that runs the triggers"),
  "google-url": option("URL", "the local Google, which replaces https://accounts.google.com"),
  faults: option("FILE", "faults to inject from the start, as for POST /_local/faults"),
  data: folderOption("folder for pools, users and keys (.local/user-pool)"),
  fresh: { type: "boolean", help: "deletes the data in DIR first", default: false },
} as const;

const declared = (values: Values<typeof OPTIONS>): ReturnType<typeof templatePools> => {
  const { template, pools } = values;
  if (template !== undefined && pools !== undefined)
    throw new UsageError("--template and --pools cannot be combined");
  if (template !== undefined) return templatePools(template, stackFrom(template, values));
  return { pools: pools === undefined ? [samplePool] : readPoolsFile(pools), leftOut: [] };
};

const withoutFunctions = ({ name, properties }: PoolDeclaration): string[] => {
  const keys = Object.keys(Object(properties.LambdaConfig)).filter((key) => key !== "KMSKeyID");
  const triggers = new Set(keys.map((key) => key.replace(/Config$/, "")));
  if (triggers.size === 0) return [];
  return [`pool ${name}: ${[...triggers].join(", ")} will fail, because no --lambda-url was given`];
};

const optionalUrl = (values: Values<typeof OPTIONS>, name: "lambda-url" | "google-url") => {
  const text = values[name];
  return text === undefined ? undefined : urlOf(`--${name}`, text);
};

const readings = (values: Values<typeof OPTIONS>) => ({
  lambdaUrl: () => optionalUrl(values, "lambda-url"),
  googleUrl: () => optionalUrl(values, "google-url"),
  declared: () => declared(values),
  faults: () => (values.faults === undefined ? [] : jsonFileAs(values.faults, readFaults)),
});

export const command = serviceCommand(OPTIONS, readings, async (values, read, port) => {
  const { lambdaUrl, googleUrl, faults } = read;
  const { pools, leftOut } = read.declared;
  const invoke = lambdaUrl === undefined ? undefined : lambdaInvoke(lambdaUrl);
  const { dataFile, release, limitations: unkept } = await keptData(values.data, values.fresh);
  const running = await startUserPool({
    port,
    pools,
    region: values.region,
    accountId: values.account,
    ...(dataFile !== undefined && { dataFile }),
    ...(invoke && { invoke }),
    faults,
    ...(googleUrl !== undefined && {
      providerAddresses: { "https://accounts.google.com": googleUrl },
    }),
    onDefect: (error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : "An unknown defect"}\n`);
    },
  });
  const clients = pools.flatMap(({ id, clients: declaredClients }) =>
    declaredClients.map((client) => {
      const { name, secret } = running.client(id, client.id);
      return { poolId: id, clientId: client.id, name, confidential: secret !== undefined };
    }),
  );
  const limitations = [
    ...unkept,
    ...running.limitations,
    ...leftOut,
    ...(invoke ? [] : pools.flatMap(withoutFunctions)),
  ];
  return {
    url: running.url,
    port: running.port,
    ready: { dataFile, clients, limitations },
    close: async () => {
      await running.close();
      await release();
    },
  };
});
