/** `npm run package`: builds the deployment package and the template with `serverless package`. */
import { join } from "node:path";
import {
  flag,
  helpOf,
  inspectOptions,
  option,
  repeated,
  runCommand,
  UsageError,
} from "local-aws/command-line";
import { packageForDeployment } from "../local/packaging/package-for-deployment.js";
import { wrongStageOptions } from "../local/packaging/stage-params.js";

const root = join(import.meta.dirname, "..");

const OPTIONS = {
  stage: { ...option("NAME", "the stage"), short: "s", default: "dev" },
  region: { ...option("NAME", "the Region (us-east-1)"), short: "r" },
  param: repeated("N=V", "override a setting of serverless.yml, such as messageDelivery=senders"),
  package: { ...option("DIR", "the folder of the result (.serverless)"), short: "p" },
  "minify-template": flag("write the template without spaces"),
  verbose: flag("print more of what the framework does"),
  debug: option("NAMES", "print its debug logs with these names"),
} as const;

/** The framework names a wrong stage alone, once for each place that uses it, and a misspelt option last. */
const checkArguments = async (args: readonly string[]): Promise<void> => {
  const { values, problems } = inspectOptions(OPTIONS, args);
  const { stage = "dev", region, param = [] } = values;
  const wrong = [...problems, ...(await wrongStageOptions(root, { stage, region, param }))];
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
};

runCommand(`npm run package -- [options]\n${helpOf(OPTIONS)}`, async () => {
  const args = process.argv.slice(2);
  await checkArguments(args);
  try {
    await packageForDeployment(root, { options: args, report: (text) => process.stderr.write(text) });
  } catch (error) {
    const [reason] = (error as Error).message.split(":\n"); // the output was already printed
    throw new Error(reason, { cause: error });
  }
});
