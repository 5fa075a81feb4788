/** What `--help` prints: all commands, or those of the group that was named. */
import { COMMANDS } from "./commands/index.js";

const TARGET = `
Which stage (one of the two):
  --stage NAME        a stage in AWS, with the credentials that the AWS SDK finds; also from STAGE
  --local             the stack that npm start runs on this machine; --data DIR when its data are elsewhere
Where names differ from those of serverless.yml:
  --region NAME, --user-pool ID, --directory-table NAME, --audit-table NAME, --guard-table NAME
--json prints one line of JSON. OPERATOR names who gives the command (the user of this machine, when unset).
The exit code is 0 when all is well, 1 when something is not, 2 when the command was called wrongly.`;

export const usage = (argv: readonly string[]): string => {
  const chosen = COMMANDS.filter(({ name }) => name.split(" ")[0] === argv[0]);
  const lines = (chosen.length > 0 ? chosen : COMMANDS).map(
    (command) => `  ${command.name} ${command.usage}\n      ${command.about}`,
  );
  return `npm run cli -- <command> [options]\n\n${lines.join("\n")}\n${TARGET}`;
};
