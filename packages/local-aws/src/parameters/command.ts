/** `local-aws parameters`: the parameters of a template. */
import type { Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError } from "../command-line/usage.js";
import { parametersFromStack, startParameters } from "./index.js";

const declared = (values: Values<typeof TEMPLATE_OPTIONS>) => {
  const parameters = parametersFromStack(requiredStack(values));
  if (parameters.length > 0) return parameters;
  throw new UsageError(`${values.template} declares no AWS::SSM::Parameter`);
};

const readings = (values: Values<typeof TEMPLATE_OPTIONS>) => ({ parameters: () => declared(values) });

export const command = serviceCommand(TEMPLATE_OPTIONS, readings, async (_, { parameters }, port) => {
  const started = await startParameters({ parameters, port });
  return { ...started, ready: { parameters: parameters.map(({ name }) => name) } };
});
