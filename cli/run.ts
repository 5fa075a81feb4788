/**
 * Runs one command and returns its exit code: 0 success, 1 failure or a problem found, 2 wrong usage, 3 what the
 * command names does not exist.
 */
import { userInfo } from "node:os";
import { nearest, UsageError } from "local-aws/command-line";
import { AuthError, asAuthError } from "../shared/domain/errors.js";
import type { Logger } from "../shared/ports/index.js";
import type { OperatorPorts } from "../shared/ports/operators.js";
import { operatorPorts } from "../shared/wiring/operator/ports.js";
import { type Answer, type Command, NotFoundError } from "./command.js";
import { COMMANDS } from "./commands/index.js";
import { targetOf } from "./target.js";
import { usage } from "./usage.js";

export type Terminal = { out(line: string): void; error(line: string): void };

/** `replaced`: ports that a test replaces. */
export const runCli = async (
  argv: readonly string[],
  terminal: Terminal,
  replaced: Partial<OperatorPorts> = {},
): Promise<number> => {
  if (argv.length === 0 || argv.includes("--help")) {
    terminal.out(usage(argv));
    return argv.length === 0 ? 2 : 0;
  }
  try {
    const [group = "", verb = "", ...args] = argv;
    const { common, run } = commandNamed(`${group} ${verb}`.trim()).read(args);
    Object.assign(process.env, await targetOf(common));
    const ports = operatorPorts(process.env, { operator: operator(), logger: loggerOn(terminal) });
    const answer = await run({ ...ports, ...replaced });
    print(answer, common.json, terminal);
    if (answer.notFound) return NOT_FOUND;
    return answer.failed ? 1 : 0;
  } catch (error) {
    if (error instanceof NotFoundError) {
      terminal.error(error.message);
      return NOT_FOUND;
    }
    const mistake = error instanceof UsageError;
    terminal.error(mistake ? `${error.message} (--help shows the commands)` : explained(error));
    return mistake ? 2 : 1;
  }
};

const NOT_FOUND = 3;

const MOST_TYPOS = 2;

const commandNamed = (name: string): Command => {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    COMMANDS.map((command) => command.name),
    MOST_TYPOS,
  );
  throw new UsageError(`no such command: ${name}${meant === undefined ? "" : `; did you mean ${meant}?`}`);
};

const print = ({ json, text }: Answer, asJson: boolean, terminal: Terminal): void => {
  if (asJson) terminal.out(JSON.stringify(json));
  else for (const line of text) terminal.out(line);
};

const operator = (): string => process.env.OPERATOR || userInfo().username;

/** One line. Contains the cause's name, but no text from a service. */
const explained = (error: unknown): string => {
  const { code, fields, cause } = asAuthError(error);
  if (error instanceof AuthError && fields.includes("user-pool"))
    return "The stage does not have exactly one user pool. Select one with --user-pool.";
  const name = cause instanceof Error ? ` (${cause.name})` : "";
  if (
    cause instanceof Error &&
    /CredentialsProviderError|Region is missing/.test(`${cause.name} ${cause.message}`)
  )
    return "No AWS credentials or Region found. Set AWS_PROFILE and AWS_REGION.";
  if (code === "temporarily_unavailable")
    return `A service did not respond or rejected the call${name}. Try again.`;
  if (code === "too_many_requests") return `Cognito is throttling${name}. Try again later.`;
  return `The command failed: ${code}${name}.`;
};

/** An audit event that could not be stored must not be lost: it is written to the error output in full. */
const loggerOn = (terminal: Terminal): Logger => ({
  log: (level, message, fields) => terminal.error(JSON.stringify({ level, message, ...fields })),
});
