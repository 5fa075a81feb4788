/** The form of a command: its options, which are parsed strictly, and its action. */
import { type Options, readArguments, UsageError, type Values } from "local-aws/command-line";
import type { OperatorPorts } from "../shared/ports/operators.js";
import { TARGET_OPTIONS } from "./target.js";

/** The options that every command takes. */
const COMMON_OPTIONS = { ...TARGET_OPTIONS, json: { type: "boolean", default: false } } as const;

/** The result of a command. `text` is the default output; `--json` prints `json` as one line. */
export type Answer = {
  readonly json: unknown;
  readonly text: readonly string[];
  /** True if an action failed or a check found a problem. */
  readonly failed?: boolean;
  /** True if what the command names does not exist. */
  readonly notFound?: boolean;
};

/** What the command names does not exist: an account, a user, an API key. An empty list is not an error. */
export class NotFoundError extends Error {}

export type Command = {
  /** Two words: `users suspend`. */
  readonly name: string;
  /** The options, in one line. */
  readonly usage: string;
  readonly about: string;
  readonly options: Options;
  /** @throws UsageError if the arguments are wrong. */
  read(args: readonly string[]): {
    readonly common: Values<typeof COMMON_OPTIONS>;
    run(ports: OperatorPorts): Promise<Answer>;
  };
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
  const { name, usage, about, options, operands: wanted = 0 } = definition;
  return {
    name,
    usage,
    about,
    options,
    read: (args) => {
      const { values, operands } = readArguments({ ...options, ...COMMON_OPTIONS }, args);
      if (operands.length !== wanted) throw new UsageError(`usage: ${name} ${usage}`);
      return {
        common: values as Values<typeof COMMON_OPTIONS>,
        run: (ports) => definition.run({ values: values as Values<T>, operands, ports }),
      };
    },
  };
};
