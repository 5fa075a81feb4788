/** The options of a command: their types, their help, and how they are read. A problem is one line. */
import type { parseArgs } from "node:util";
import { inspectArguments, type ParsedOption } from "./inspect-arguments.js";
import { type Bounds, boundedNumber, outOfBounds, UsageError } from "./usage.js";

/** `takes` follows the name of the option in a message. */
type TextForm = { readonly accepts: RegExp; readonly takes: string };

type Option = ParsedOption & { readonly bounds?: Bounds; readonly form?: TextForm };

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

/** An option whose text has a form. */
export const formed = (shown: string, help: string, accepts: RegExp, takes: string) =>
  ({ ...option(shown, help), form: { accepts, takes } }) as const;

/** The option of a folder. */
export const folderOption = (help: string) => formed("DIR", help, /\S/, "a folder");

/** An option without a value. */
export const flag = (help: string) => ({ type: "boolean", default: false, help }) as const;

/** An option that may be repeated. */
export const repeated = (shown: string, help: string) =>
  ({ ...option(shown, `${help}; may be repeated`), multiple: true, default: [] as string[] }) as const;

/** An option with a whole number as its value. */
export const wholeNumber = (help: string, usual: number, { least, most }: Bounds) =>
  ({ ...option("N", help), default: String(usual), bounds: { least, most } }) as const;

/** The port of a server on this machine. */
export const portOption = (help: string, usual: number) =>
  wholeNumber(help, usual, { least: 0, most: 65_535 });

export type InspectedOptions<T extends Options> = {
  /** Wrong values are left out. */
  readonly values: Partial<Values<T>>;
  readonly operands: readonly string[];
  /** Each is one line. Without any, `values` has them all. */
  readonly problems: readonly string[];
  /** The names of the options that the problems are about. */
  readonly wrong: readonly string[];
};

/** As `readOptions`, for a caller that has more to check and names all problems together. */
export const inspectOptions = <const T extends Options>(
  options: T,
  args: readonly string[] = process.argv.slice(2),
  allowOperands = false,
): InspectedOptions<T> => {
  const { values, operands, ...inspected } = inspectArguments(options, args, allowOperands);
  const problems = [...inspected.problems];
  const wrong = [...inspected.wrong];
  const entries = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    const { bounds, form } = options[name] ?? {};
    if (form !== undefined && !form.accepts.test(String(value))) {
      problems.push(`--${name} takes ${form.takes}`);
      wrong.push(name);
      return [];
    }
    if (bounds === undefined) return [[name, value]];
    const number = boundedNumber(String(value), bounds);
    if (number !== undefined) return [[name, number]];
    problems.push(outOfBounds(`--${name}`, String(value), bounds));
    wrong.push(name);
    return [];
  });
  const read = Object.fromEntries(entries) as Partial<Values<T>>;
  return { values: read, operands, problems, wrong };
};

/** @throws UsageError for unknown options, for missing, unexpected or wrong values, and for operands. It names all. */
export const readOptions = <const T extends Options>(options: T, args?: readonly string[]): Values<T> =>
  sound(inspectOptions(options, args)).values;

/** As `readOptions`, for a command with operands. The caller checks their number. */
export const readArguments = <const T extends Options>(
  options: T,
  args?: readonly string[],
): { readonly values: Values<T>; readonly operands: readonly string[] } =>
  sound(inspectOptions(options, args, true));

const sound = <T extends Options>({ values, operands, problems }: InspectedOptions<T>) => {
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return { values: values as Values<T>, operands };
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
