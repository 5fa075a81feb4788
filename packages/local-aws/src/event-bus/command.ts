/** `local-aws event-bus`: the buses, rules and archives of a template, and the default bus. */
import { jsonFileAs } from "../command-line/json-file.js";
import { option, repeated, type Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { stackFrom, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError, urlOf } from "../command-line/usage.js";
import { lambdaInvoke } from "../functions/lambda-invoke.js";
import { readFaultPlan } from "./fault-plan.js";
import { busesFromStack, startEventBus } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  bus: repeated("NAME", "a bus in addition to the default bus"),
  "lambda-url": option("URL", "the Lambda API that invokes target functions; without it they are not found"),
  faults: option("FILE", "initial faults of PutEvents, in the format of POST /_local/faults"),
} as const;

/** @throws UsageError if the template has no resources for a bus. */
const declared = (values: Values<typeof OPTIONS>): ReturnType<typeof busesFromStack> => {
  const { template } = values;
  if (template === undefined) return { buses: [], rules: [], archives: [] };
  const found = busesFromStack(stackFrom(template, values));
  if (found.buses.length + found.rules.length + found.archives.length > 0) return found;
  throw new UsageError(`${template} declares no AWS::Events::EventBus, ::Rule or ::Archive`);
};

const readings = (values: Values<typeof OPTIONS>) => ({
  declared: () => declared(values),
  faults: () => (values.faults === undefined ? {} : jsonFileAs(values.faults, readFaultPlan)),
  invoke: () => invokeOf(values["lambda-url"]),
});

const invokeOf = (lambdaUrl: string | undefined) =>
  lambdaUrl === undefined
    ? async () => ({ statusCode: 404, payload: "" })
    : lambdaInvoke(urlOf("--lambda-url", lambdaUrl));

export const command = serviceCommand(
  OPTIONS,
  readings,
  async (values, { declared, faults, invoke }, port) => {
    const { region, account } = values;
    const { buses, rules, archives } = declared;
    const named = values.bus.map((name) => ({
      name,
      arn: `arn:aws:events:${region}:${account}:event-bus/${name}`,
    }));
    const bus = await startEventBus({
      port,
      region,
      accountId: account,
      buses: [...named, ...buses],
      rules,
      archives,
      invoke,
    });
    bus.faults.set(faults);
    return {
      url: bus.url,
      port: bus.port,
      ready: {
        buses: ["default", ...values.bus, ...buses.map(({ name }) => name)],
        rules: rules.length,
        archives: archives.length,
      },
      close: bus.close,
    };
  },
);
