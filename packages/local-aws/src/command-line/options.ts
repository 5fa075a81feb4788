/** The options of a command: their types, their help, and how they are read. An error is one line. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "./nearest.js";
import { UsageError, wholeNumberOf } from "./usage.js";

type Bounds = { readonly least: number; readonly most: number };
type Option = NonNullable<ParseArgsConfig["options"]>[string] & { readonly bounds?: Bounds };

/** Options without help, if the command has a text of its own for it. */
export type Options = Readonly<Record<string, Option>>;

/** Options with their help. `shown` is the placeholder for the value. */
export type DescribedOptions = Readonly<
  Record<string, Option & { readonly shown?: string; readonly help: string }>
>;

type Texts<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];
type Whole<T> = T extends { readonly default: string } ? number : number | undefined;
export type Values<T extends Options> = {
  readonly [Name in keyof Texts<T>]: Name extends keyof T
    ? T[Name] extends { readonly bounds: Bounds }
      ? Whole<T[Name]>
      : Texts<T>[Name]
    : never;
};

/** An option with a string value. */
export const option = (shown: string, help: string) => ({ type: "string", shown, help }) as const;

/** An option without a value. */
export const flag = (help: string) => ({ type: "boolean", default: false, help }) as const;

/** An option that may be repeated. */
export const repeated = (shown: string, help: string) =>
  ({ ...option(shown, `${help}; may be repeated`), multiple: true, default: [] as string[] }) as const;

/** An option with a whole number as its value. */
export const wholeNumber = (help: string, usual: number, { least, most }: Bounds) =>
  ({ ...option("N", help), default: String(usual), bounds: { least, most } }) as const;

/** @throws UsageError for an unknown option, for a missing, unexpected or wrong value, and for any operand. */
export const readOptions = <const T extends Options>(options: T, args?: readonly string[]): Values<T> =>
  read(options, args, false).values;

/** As `readOptions`, for a command with operands. The caller checks their number. */
export const readArguments = <const T extends Options>(
  options: T,
  args?: readonly string[],
): { readonly values: Values<T>; readonly operands: readonly string[] } => read(options, args, true);

const read = <T extends Options>(
  options: T,
  args: readonly string[] | undefined,
  allowPositionals: boolean,
) => {
  const { values, positionals } = parsed(options, args, allowPositionals);
  const entries = Object.entries(values).map(([name, value]) => {
    const bounds = options[name]?.bounds;
    return [name, bounds ? wholeNumberOf(`--${name}`, String(value), bounds.least, bounds.most) : value];
  });
  return { values: Object.fromEntries(entries) as Values<T>, operands: positionals };
};

const parsed = <T extends Options>(
  options: T,
  args: readonly string[] | undefined,
  allowPositionals: boolean,
) => {
  try {
    return parseArgs({ options, allowPositionals, ...(args && { args: [...args] }) });
  } catch (error) {
    throw new UsageError(explained(error, Object.keys(options)));
  }
};

/** PowerShell removes a bare `--`. npm then reads the options as its own and passes only their values. */
const POWERSHELL = `(in PowerShell, quote the two dashes: npm run … '--' --port 0)`;

/** The first sentence of Node's message, without the advice that follows it. */
const explained = (error: unknown, known: readonly string[]): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  const first = message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, "") ?? message;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") return `${first} ${POWERSHELL}`;
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") return first;
  const [, name = ""] = /'--?([^']*)'/.exec(first) ?? [];
  const meant = nearest(name, known, name.length / 2);
  return meant === undefined ? first : `${first}; did you mean --${meant}?`;
};

const COLUMN = 26;

/** One line for each option. */
export const helpOf = (options: DescribedOptions): string =>
  Object.entries(options)
    .map(([name, { shown, help, default: usual }]) => {
      const start = `  --${name}${shown === undefined ? "" : ` ${shown}`} `;
      return `${start.padEnd(COLUMN)}${help}${typeof usual === "string" ? ` (${usual})` : ""}`;
    })
    .join("\n");
