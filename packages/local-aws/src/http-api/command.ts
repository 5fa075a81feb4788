/** `local-aws http-api`: the HTTP API of a template. Its functions run elsewhere. */

import { option, type Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { required, urlOf } from "../command-line/usage.js";
import { lambdaInvoke } from "../functions/lambda-invoke.js";
import { startHttpApi } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  "lambda-url": option("URL", "the Lambda API that invokes integrations and authorizers"),
} as const;

const readings = (values: Values<typeof OPTIONS>) => ({
  stack: () => requiredStack(values),
  invoke: () => lambdaInvoke(urlOf("--lambda-url", required("--lambda-url", values["lambda-url"]))),
});

export const command = serviceCommand(OPTIONS, readings, async (_, { stack, invoke }, port) => {
  const api = await startHttpApi({ stack, invoke, port });
  const routes = stack
    .resources("AWS::ApiGatewayV2::Route")
    .map(({ properties }) => String(properties.RouteKey));
  return { ...api, ready: { routes } };
});
