/** The text of `--help`: all commands, or those of one group. */
import { COMMANDS } from "./commands/index.js";

const TARGET = `
Target (exactly one):
  --stage NAME        a stage in AWS, with the AWS SDK's default credentials
  --local             the local stack started by npm start; --data DIR if npm start has one
If names differ from those in serverless.yml:
  --region NAME, --user-pool ID, --directory-table NAME, --audit-table NAME, --guard-table NAME
--json prints one line of JSON. The variable OPERATOR is the operator's name in audit events (default: the OS user).
Exit codes: 0 success, 1 failure or a problem found, 2 wrong usage, 3 what the command names does not exist.`;

export const usage = (argv: readonly string[]): string => {
  const chosen = COMMANDS.filter(({ name }) => name.split(" ")[0] === argv[0]);
  const lines = (chosen.length > 0 ? chosen : COMMANDS).map(
    (command) => `  ${command.name} ${command.usage}\n      ${command.about}`,
  );
  return `npm run cli -- <command> [options]\n\n${lines.join("\n")}\n${TARGET}`;
};
