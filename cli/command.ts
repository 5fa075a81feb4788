/** The form of a command: its options, which are parsed strictly, and its action. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { OperatorPorts } from "../shared/ports/operators.js";

/** The command was called incorrectly. The message is one line for the operator. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** The result of a command. `text` is the default output; `--json` prints `json` as one line. */
export type Answer = {
  readonly json: unknown;
  readonly text: readonly string[];
  /** True if an action failed or a check found a problem. */
  readonly failed?: boolean;
};

export type Command = {
  /** Two words: `users suspend`. */
  readonly name: string;
  /** The options, in one line. */
  readonly usage: string;
  readonly about: string;
  run(args: readonly string[], ports: () => OperatorPorts): Promise<Answer>;
};

export const command = <const T extends Options>(definition: {
  name: string;
  usage: string;
  about: string;
  options: T;
  /** The number of positional arguments after the command's name. */
  operands?: number;
  run(input: { values: Values<T>; operands: readonly string[]; ports: OperatorPorts }): Promise<Answer>;
}): Command => {
  const { name, usage, about, options, operands = 0 } = definition;
  return {
    name,
    usage,
    about,
    run: (args, ports) => {
      const { values, positionals } = readStrictly(options, args);
      if (positionals.length !== operands) throw new UsageError(`usage: ${name} ${usage}`);
      return definition.run({ values: values as Values<T>, operands: positionals, ports: ports() });
    },
  };
};

const readStrictly = <T extends Options>(options: T, args: readonly string[]) => {
  try {
    return parseArgs({ options, args: [...args], allowPositionals: true });
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
};

/** The first sentence of Node's message, without the advice that follows it. */
export const firstSentence = (error: unknown): string => {
  const { message } = error as Error;
  return message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, "") ?? message;
};

/** @throws UsageError if the option is missing. */
export const needed = (option: string, value: string | undefined): string => {
  if (value === undefined || value.trim() === "") throw new UsageError(`${option} is missing`);
  return value;
};
