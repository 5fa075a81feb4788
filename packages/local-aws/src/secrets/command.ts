/** `local-aws secrets`: the secrets of a template. */
import { join } from "node:path";
import { option } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { optionalStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { secretsFromStack, startSecrets } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  data: option("DIR", "folder for the secrets; without it they are in memory"),
} as const;

export const command = serviceCommand(OPTIONS, async (values, port) => {
  const { data, region, account } = values;
  const secrets = secretsFromStack(optionalStack(values));
  const started = await startSecrets({
    ...{ secrets, port, region, accountId: account },
    ...(data !== undefined && { dataFile: join(data, "secrets.json") }),
  });
  return { ...started, ready: { secrets: secrets.map(({ name }) => name) } };
});
