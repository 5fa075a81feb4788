/** `local-aws parameters`: the parameters of a template. */
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError } from "../command-line/usage.js";
import { parametersFromStack, startParameters } from "./index.js";

export const command = serviceCommand(TEMPLATE_OPTIONS, async (values, port) => {
  const parameters = parametersFromStack(requiredStack(values));
  if (parameters.length === 0) throw new UsageError(`${values.template} declares no AWS::SSM::Parameter`);
  const started = await startParameters({ parameters, port });
  return { ...started, ready: { parameters: parameters.map(({ name }) => name) } };
});
