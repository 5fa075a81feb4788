/** `local-aws functions`: the functions of a packaged template. Their output goes to standard error. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { folderOption, repeated, type Values } from "../command-line/options.js";
import { serviceCommand } from "../command-line/service-command.js";
import { requiredStack, TEMPLATE_OPTIONS } from "../command-line/template-source.js";
import { pairsOf, required, UsageError } from "../command-line/usage.js";
import { startFunctions } from "./index.js";

const OPTIONS = {
  ...TEMPLATE_OPTIONS,
  artifacts: folderOption("the folder of the deployment packages (default: that of the template)"),
  env: repeated("NAME=VALUE", "an environment variable for all functions, such as AWS_ENDPOINT_URL"),
} as const;

const declared = (values: Values<typeof OPTIONS>) => {
  const stack = requiredStack(values);
  const names = stack.resources("AWS::Lambda::Function").map(({ physicalId }) => physicalId);
  if (names.length === 0) throw new UsageError(`${values.template} declares no AWS::Lambda::Function`);
  return { stack, names, folder: dirname(required("--template", values.template)) };
};

const readings = (values: Values<typeof OPTIONS>) => ({
  declared: () => declared(values),
  environment: () => pairsOf("--env", values.env),
});

export const command = serviceCommand(OPTIONS, readings, async (values, { declared, environment }, port) => {
  const { stack, names, folder } = declared;
  const artifacts = resolve(values.artifacts ?? folder);
  const workDir = await mkdtemp(join(tmpdir(), "local-aws-functions-"));
  const removeWorkDir = () => rm(workDir, { recursive: true, force: true });
  const functions = await startFunctions({
    ...{ stack, artifacts, workDir, environment, port },
    onLog: ({ functionName, line }) => process.stderr.write(`${functionName}: ${line}\n`),
  }).catch(async (error: unknown) => {
    await removeWorkDir();
    throw error;
  });
  return {
    url: functions.url,
    port: functions.port,
    ready: { functions: names },
    close: async () => {
      await functions.close();
      await removeWorkDir();
    },
  };
});
