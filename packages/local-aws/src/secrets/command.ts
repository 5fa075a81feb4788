/** `local-aws secrets`: the secrets of a template. */
import { join } from "node:path";
import { folderOption, type Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { optionalStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { secretsFromStack, startSecrets } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  data: folderOption("folder for the secrets; without it they are in memory"),
} as const;

const readings = (values: Values<typeof OPTIONS>) => ({
  secrets: () => secretsFromStack(optionalStack(values)),
});

export const command = serviceCommand(OPTIONS, readings, async (values, { secrets }, port) => {
  const { data, region, account } = values;
  const started = await startSecrets({
    ...{ secrets, port, region, accountId: account },
    ...(data !== undefined && { dataFile: join(data, "secrets.json") }),
  });
  return { ...started, ready: { secrets: secrets.map(({ name }) => name) } };
});
