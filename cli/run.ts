/** Runs one command of the command line, and says how it ended: 0 done, 1 not done or not in order, 2 called wrongly. */
import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { AuthError, asAuthError } from "../shared/domain/errors.js";
import type { Logger } from "../shared/ports/index.js";
import { operatorPorts } from "../shared/wiring/operators.js";
import { type Answer, type Command, firstSentence, UsageError } from "./command.js";
import { COMMANDS } from "./commands/index.js";
import { TARGET_OPTIONS, targetOf } from "./target.js";
import { usage } from "./usage.js";

export type Terminal = { out(line: string): void; error(line: string): void };

const COMMON = { ...TARGET_OPTIONS, json: { type: "boolean", default: false } } as const;

export const runCli = async (argv: readonly string[], terminal: Terminal): Promise<number> => {
  if (argv.length === 0 || argv.includes("--help")) {
    terminal.out(usage(argv));
    return argv.length === 0 ? 2 : 0;
  }
  try {
    const { command, common, rest } = split(argv);
    Object.assign(process.env, await targetOf(common, process.env));
    const ports = () => operatorPorts(process.env, { operator: operator(), logger: loggerOn(terminal) });
    const answer = await command.run(rest, ports);
    print(answer, common.json, terminal);
    return answer.failed ? 1 : 0;
  } catch (error) {
    const mistake = error instanceof UsageError;
    terminal.error(mistake ? `${error.message} (--help shows the commands)` : explained(error));
    return mistake ? 2 : 1;
  }
};

/** The options that every command has are taken out; the rest is the command's own business. */
const split = (argv: readonly string[]) => {
  const [group = "", verb = "", ...args] = argv;
  const command: Command | undefined = COMMANDS.find(({ name }) => name === `${group} ${verb}`);
  if (command === undefined) throw new UsageError(`there is no command "${`${group} ${verb}`.trim()}"`);
  const { tokens } = parseArgs({ args, options: COMMON, strict: false, tokens: true });
  const common = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option" || !Object.hasOwn(COMMON, token.name)) continue;
    common.add(token.index);
    if (token.value !== undefined && token.inlineValue === false) common.add(token.index + 1);
  }
  return {
    command,
    common: commonValues(args.filter((_, index) => common.has(index))),
    rest: args.filter((_, index) => !common.has(index)),
  };
};

const commonValues = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: COMMON }).values;
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
};

const print = ({ json, text }: Answer, asJson: boolean, terminal: Terminal): void => {
  if (asJson) terminal.out(JSON.stringify(json));
  else for (const line of text) terminal.out(line);
};

const operator = (): string => process.env.OPERATOR || userInfo().username;

/** One line. The text of what a service said stays out of it but for its name. */
const explained = (error: unknown): string => {
  const { code, fields, cause } = asAuthError(error);
  if (error instanceof AuthError && fields.includes("user-pool"))
    return "The stage has several user pools: name one with --user-pool.";
  const name = cause instanceof Error ? ` (${cause.name})` : "";
  if (
    cause instanceof Error &&
    /CredentialsProviderError|Region is missing/.test(`${cause.name} ${cause.message}`)
  )
    return "There are no AWS credentials, or no region, in this environment (AWS_PROFILE, AWS_REGION).";
  if (code === "temporarily_unavailable") return `A service did not answer, or refused${name}. Try again.`;
  if (code === "too_many_requests") return `Cognito is throttling${name}. Try again later.`;
  return `It did not work: ${code}${name}.`;
};

/** An event that the audit table did not take must not be lost: it goes to the error output, in full. */
const loggerOn = (terminal: Terminal): Logger => ({
  log: (level, message, fields) => terminal.error(JSON.stringify({ level, message, ...fields })),
});
