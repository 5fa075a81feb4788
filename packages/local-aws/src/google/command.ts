/** `local-aws google`: a local Google for the identity providers of a template. */
import type { Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError } from "../command-line/usage.js";
import { providersFromStack } from "./clients-from-stack.js";
import { GOOGLE_ISSUER, startGoogle } from "./index.js";

const declared = (values: Values<typeof TEMPLATE_OPTIONS>) => {
  const providers = providersFromStack(requiredStack(values));
  const { clients = [] } = providers.find(({ issuer }) => issuer === GOOGLE_ISSUER) ?? {};
  if (clients.length > 0) return clients;
  throw new UsageError(`${values.template} declares no AWS::Cognito::UserPoolIdentityProvider for Google`);
};

const readings = (values: Values<typeof TEMPLATE_OPTIONS>) => ({ clients: () => declared(values) });

export const command = serviceCommand(TEMPLATE_OPTIONS, readings, async (_, { clients }, port) => {
  const { url, issuer, close } = await startGoogle({ clients, port });
  return {
    ...{ url, port: Number(new URL(url).port), close },
    ready: { issuer, clients: clients.map(({ id }) => id) },
  };
});
