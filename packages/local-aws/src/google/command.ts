/** `local-aws google`: a local Google for the identity providers of a template. */
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { UsageError } from "../command-line/usage.js";
import { googleClientsFromStack } from "./clients-from-stack.js";
import { startGoogle } from "./index.js";

export const command = serviceCommand(TEMPLATE_OPTIONS, async (values, port) => {
  const clients = googleClientsFromStack(requiredStack(values));
  if (clients.length === 0)
    throw new UsageError(`${values.template} declares no AWS::Cognito::UserPoolIdentityProvider for Google`);
  const { url, issuer, close } = await startGoogle({ clients, port });
  return {
    ...{ url, port: Number(new URL(url).port), close },
    ready: { issuer, clients: clients.map(({ id }) => id) },
  };
});
