/** What a command is: its options, read strictly, and what it does with them. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { OperatorPorts } from "../shared/ports/operators.js";

/** The command was called in a way that cannot work. Its message is one line, for whoever called. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** What a command has to say. `text` is for people, `json` is printed as one line with `--json`. */
export type Answer = {
  readonly json: unknown;
  readonly text: readonly string[];
  /** True when what was asked for could not be done, or what was looked at is not in order. */
  readonly failed?: boolean;
};

export type Command = {
  /** Two words: `users suspend`. */
  readonly name: string;
  /** One line, after the name. */
  readonly usage: string;
  readonly about: string;
  run(args: readonly string[], ports: () => OperatorPorts): Promise<Answer>;
};

export const command = <const T extends Options>(definition: {
  name: string;
  usage: string;
  about: string;
  options: T;
  /** How many arguments follow the command's name. */
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

/** Node's own words, without the advice that follows them. */
export const firstSentence = (error: unknown): string => {
  const { message } = error as Error;
  return message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, "") ?? message;
};

/** @throws UsageError when the option was left out. */
export const needed = (option: string, value: string | undefined): string => {
  if (value === undefined || value.trim() === "") throw new UsageError(`${option} is missing`);
  return value;
};
