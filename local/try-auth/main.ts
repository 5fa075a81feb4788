/**
 * `npm run try-auth`: shows each way into the API, against the running stack or a deployed stage with the demo
 * (docs/demo.md).
 */
import "local-aws/sdk-notice";
import { readFile } from "node:fs/promises";
import { helpOf, option, readOptions, repeated, runCommand, UsageError } from "local-aws/command-line";
import { runningStack } from "../stack/running.js";
import { withLocalKey } from "./local-key.js";
import { localTarget, stageTarget, type Target } from "./target.js";
import { tryWays, WAYS } from "./ways.js";

const OPTIONS = {
  site: option("URL", "the site of a running stack (that of npm start)"),
  outputs: option("FILE", "the outputs of a deployed stage, as JSON, instead of a running stack"),
  email: option("ADDRESS", "the user (the first one of a running stack)"),
  only: repeated("WAY", `one way: ${WAYS.map(({ name }) => name).join(", ")}`),
} as const;

const HELP = `npm run try-auth -- [options]
${helpOf(OPTIONS)}

A stage needs TRY_AUTH_PASSWORD and the AWS credentials in the environment, and its outputs:
  aws cloudformation describe-stacks --stack-name NAME --query 'Stacks[0].Outputs' > outputs.json
TRY_AUTH_API_KEY adds the way of an API key there.`;

type Chosen = Readonly<Partial<Record<"site" | "outputs" | "email", string>>>;

const withTarget = async <T>(
  { site, outputs, email }: Chosen,
  run: (target: Target) => Promise<T>,
): Promise<T> => {
  const { env: environment } = process;
  if (outputs !== undefined) {
    if (email === undefined) throw new UsageError("--outputs needs --email");
    return run(await stageTarget(await readFile(outputs, "utf8"), { email, environment }));
  }
  const stack = await runningStack(site);
  if (stack === undefined) throw new UsageError("no stack is running; npm start starts one");
  const target = await localTarget(stack, { email, environment });
  return withLocalKey(stack, target.user, (apiKey) => run({ ...target, apiKey }));
};

runCommand(HELP, async () => {
  const { only = [], ...chosen } = readOptions(OPTIONS);
  const unknown = only.filter((name) => !WAYS.some((way) => way.name === name));
  if (unknown.length > 0) throw new UsageError(`no such way: ${unknown.join(", ")}`);
  const report = (line: string): void => console.log(line);
  const failed = await withTarget(chosen, (target) => tryWays(target, { names: only, report }));
  if (failed.length === 0) return console.log("\nEvery answer is as it should be.");
  console.error(`\nNot as it should be: ${failed.join(", ")}`);
  process.exitCode = 1;
});
