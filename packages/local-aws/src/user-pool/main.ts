/** `npm run user-pool`: the user pool service by itself. Prints one JSON line when it is ready. */
import { jsonFile } from "../command-line/json-file.js";
import { closeOnSignal, runCommand } from "../command-line/run-command.js";
import { stackFrom, TEMPLATE_OPTIONS, TEMPLATE_USAGE } from "../command-line/template-source.js";
import { portOf, readOptions, UsageError, urlOf } from "../command-line/usage.js";
import { CognitoError } from "./errors.js";
import { type FaultInput, Faults, faultsProblem } from "./faults/faults.js";
import { lambdaInvoke, type PoolDeclaration, type RunningUserPool, startUserPool } from "./index.js";
import { keptData } from "./kept-data.js";
import { readPoolsFile } from "./pools-file.js";
import { samplePool } from "./sample-pool.js";
import { templatePools } from "./template-pools.js";

const usage = `npm run user-pool -- [options]
${TEMPLATE_USAGE}
  --pools FILE          pools in this program's own form, JSON; with neither, one sample pool
  --lambda-url URL      where the functions behind triggers are invoked (the Lambda API)
  --faults FILE         faults on purpose from the start, as POST /_local/faults takes them
  --port N              (0: any free port)
  --data DIR            where pools, users and keys are kept (.local/user-pool)
  --fresh               forgets what DIR holds`;

const options = () =>
  readOptions({
    ...TEMPLATE_OPTIONS,
    pools: { type: "string" },
    "lambda-url": { type: "string" },
    faults: { type: "string" },
    port: { type: "string", default: "0" },
    data: { type: "string" },
    fresh: { type: "boolean", default: false },
  });

type Options = ReturnType<typeof options>;

const declared = (values: Options): ReturnType<typeof templatePools> => {
  const { template, pools } = values;
  if (template !== undefined && pools !== undefined)
    throw new UsageError("--template and --pools exclude each other");
  if (template !== undefined) return templatePools(template, stackFrom(template, values));
  return { pools: pools === undefined ? [samplePool] : readPoolsFile(pools), leftOut: [] };
};

/** A declaration that Amazon Cognito would refuse is the caller's to mend. */
const start = async (settings: Parameters<typeof startUserPool>[0]): Promise<RunningUserPool> => {
  try {
    return await startUserPool(settings);
  } catch (error) {
    throw error instanceof CognitoError ? new UsageError(error.message) : error;
  }
};

/** @throws UsageError */
const faultsIn = (file: string): readonly FaultInput[] => {
  const list = jsonFile(file);
  try {
    new Faults().set(list);
  } catch (error) {
    throw new UsageError(`${file}: ${faultsProblem(error)}`);
  }
  return list as readonly FaultInput[];
};

const withoutFunctions = ({ name, properties }: PoolDeclaration): string[] => {
  const keys = Object.keys(Object(properties.LambdaConfig)).filter((key) => key !== "KMSKeyID");
  const triggers = new Set(keys.map((key) => key.replace(/Config$/, "")));
  if (triggers.size === 0) return [];
  return [`pool ${name}: ${[...triggers].join(", ")} will fail, because no --lambda-url was given`];
};

runCommand(usage, async () => {
  const values = options();
  const port = portOf(values.port);
  const lambdaUrl = values["lambda-url"];
  const invoke = lambdaUrl === undefined ? undefined : lambdaInvoke(urlOf("--lambda-url", lambdaUrl));
  const { pools, leftOut } = declared(values);
  const faults = values.faults === undefined ? [] : faultsIn(values.faults);
  const { dataFile, release, limitations: unkept } = await keptData(values.data, values.fresh);
  const running = await start({
    port,
    pools,
    region: values.region,
    accountId: values.account,
    ...(dataFile !== undefined && { dataFile }),
    ...(invoke && { invoke }),
    faults,
    onDefect: (error) => console.error(error instanceof Error ? error.stack : "An unknown defect"),
  });
  closeOnSignal(async () => {
    await running.close();
    await release();
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
  const { url, port: openPort } = running;
  console.log(JSON.stringify({ ready: true, url, port: openPort, dataFile, clients, limitations }));
});
