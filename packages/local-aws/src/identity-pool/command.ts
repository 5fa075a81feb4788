/** `local-aws identity-pool`: the identity pools of a template, for a user pool that is already running. */

import { option, type Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { required, UsageError, urlOf } from "../command-line/usage.js";
import { startIdentityPools, userPoolAt } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  "user-pool-url": option("URL", "the user pool that issues the ID tokens"),
} as const;

const declared = (values: Values<typeof OPTIONS>) => {
  const stack = requiredStack(values);
  const identityPools = stack.resources("AWS::Cognito::IdentityPool").map(({ physicalId }) => physicalId);
  if (identityPools.length > 0) return { stack, identityPools };
  throw new UsageError(`${values.template} declares no AWS::Cognito::IdentityPool`);
};

const readings = (values: Values<typeof OPTIONS>) => ({
  declared: () => declared(values),
  url: () => urlOf("--user-pool-url", required("--user-pool-url", values["user-pool-url"])),
});

export const command = serviceCommand(OPTIONS, readings, async (_, { declared, url }, port) => {
  const { stack, identityPools } = declared;
  const started = await startIdentityPools({ stack, port, ...userPoolAt(url) });
  return { ...started, ready: { identityPools } };
});
