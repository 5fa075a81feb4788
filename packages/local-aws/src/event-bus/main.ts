/** `npm run event-bus`: the bus by itself. Prints one JSON line when it is ready. */
import { isJsonObject } from "../aws-json/json.js";
import { ServiceError } from "../aws-json/service-error.js";
import { jsonFile } from "../command-line/json-file.js";
import { closeOnSignal, runCommand } from "../command-line/run-command.js";
import { stackFrom, TEMPLATE_OPTIONS, TEMPLATE_USAGE } from "../command-line/template-source.js";
import { portOf, readOptions, UsageError, urlOf } from "../command-line/usage.js";
import { lambdaInvoke } from "../functions/lambda-invoke.js";
import { UndeclarableError } from "./declared-rules.js";
import { readFaultPlan } from "./faults.js";
import {
  busesFromStack,
  type EventBus,
  type EventBusOptions,
  type FaultPlan,
  startEventBus,
} from "./index.js";

const usage = `npm run event-bus -- [options]
${TEMPLATE_USAGE}
  --bus NAME            a bus beside the default one; may be repeated
  --lambda-url URL      where functions that are targets are invoked (the Lambda API); without it they do not exist
  --faults FILE         faults of PutEvents from the start, as POST /_local/faults takes them
  --port N              (0: any free port)`;

const options = () =>
  readOptions({
    ...TEMPLATE_OPTIONS,
    bus: { type: "string", multiple: true, default: [] as string[] },
    "lambda-url": { type: "string" },
    faults: { type: "string" },
    port: { type: "string", default: "0" },
  });

/** @throws UsageError when the template has nothing for a bus. */
const declared = (values: ReturnType<typeof options>): ReturnType<typeof busesFromStack> => {
  const { template } = values;
  if (template === undefined) return { buses: [], rules: [], archives: [] };
  const found = busesFromStack(stackFrom(template, values));
  if (found.buses.length + found.rules.length + found.archives.length > 0) return found;
  throw new UsageError(`${template} declares no AWS::Events::EventBus, ::Rule or ::Archive`);
};

/** @throws UsageError */
const faultsIn = (file: string): FaultPlan => {
  const plan = jsonFile(file);
  if (!isJsonObject(plan)) throw new UsageError(`${file}: not an object`);
  try {
    return readFaultPlan(plan);
  } catch (error) {
    throw error instanceof ServiceError ? new UsageError(`${file}: ${error.message}`) : error;
  }
};

const start = async (settings: EventBusOptions): Promise<EventBus> => {
  try {
    return await startEventBus(settings);
  } catch (error) {
    throw error instanceof UndeclarableError ? new UsageError(error.message) : error;
  }
};

runCommand(usage, async () => {
  const values = options();
  const port = portOf(values.port);
  const { region, account } = values;
  const lambdaUrl = values["lambda-url"];
  const { buses, rules, archives } = declared(values);
  const faults = values.faults === undefined ? {} : faultsIn(values.faults);
  const named = values.bus.map((name) => ({
    name,
    arn: `arn:aws:events:${region}:${account}:event-bus/${name}`,
  }));
  const bus = await start({
    port,
    region,
    accountId: account,
    buses: [...named, ...buses],
    rules,
    archives,
    invoke:
      lambdaUrl === undefined
        ? async () => ({ statusCode: 404, payload: "" })
        : lambdaInvoke(urlOf("--lambda-url", lambdaUrl)),
  });
  bus.faults.set(faults);
  closeOnSignal(bus.close);
  console.log(
    JSON.stringify({
      ready: true,
      url: bus.url,
      port: bus.port,
      buses: ["default", ...values.bus, ...buses.map(({ name }) => name)],
      rules: rules.length,
      archives: archives.length,
    }),
  );
});
