/**
 * Parses the arguments of a command and names all mistakes, not only the first. Every well-formed value is kept, so that
 * the caller can check it too. A misspelt option is read as the option that it probably means.
 */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "./nearest.js";

export type ParsedOption = NonNullable<ParseArgsConfig["options"]>[string];
type Parsed = Readonly<Record<string, ParsedOption>>;

export type InspectedArguments = {
  /** The values of defaults and of well-formed options. */
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly operands: readonly string[];
  readonly problems: readonly string[];
  /** The options of the problems. Their values, if there are any, are not those that were meant. */
  readonly wrong: readonly string[];
};

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

const tokensOf = (options: Parsed, args: readonly string[]) =>
  parseArgs({ options, args: [...args], strict: false, allowPositionals: true, tokens: true }).tokens;

export const inspectArguments = (
  options: Parsed,
  args: readonly string[],
  allowPositionals: boolean,
): InspectedArguments => {
  const { problems, tokens, wrong } = repaired(options, args);
  const given = tokens.filter((token): token is OptionToken => token.kind === "option");
  const operands = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const unexpected = allowPositionals ? [] : operands;
  const unfit = given.filter((token) => problemOf(options[token.name], token).length > 0);
  const repeated = repeatedIn(options, given);
  const values = Object.entries(options).map(([name, option]) => [
    name,
    valueIn(
      option,
      given.filter((token) => token.name === name && fits(option, token)),
    ),
  ]);
  return {
    values: Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    operands,
    problems: [
      ...problems,
      ...given.flatMap((token) => problemOf(options[token.name], token)),
      ...repeated.map((name) => `--${name} has more than one value`),
      ...unexpected.map((operand) => `Unexpected argument '${operand}' ${POWERSHELL}`),
    ],
    wrong: [...wrong, ...unfit.map(({ name }) => name), ...repeated],
  };
};

/** PowerShell removes a bare `--`. npm then reads the options as its own and passes only their values. */
const POWERSHELL = `(in PowerShell, quote the two dashes: npm run … '--' --port 0)`;

type Repaired = {
  readonly problems: readonly string[];
  readonly tokens: readonly Token[];
  readonly wrong: readonly string[];
};

/** The tokens without unknown options, and without options that have the next option as their value. */
const repaired = (options: Parsed, args: readonly string[]): Repaired => {
  const tokens = tokensOf(options, args);
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const repair = repairOf(options, token, args);
    if (repair === undefined) continue;
    const { problems, tokens, wrong } = repaired(options, repair.args);
    return { problems: [repair.problem, ...problems], tokens, wrong: [token.name, ...wrong] };
  }
  return { problems: [], tokens, wrong: [] };
};

const repairOf = (options: Parsed, token: OptionToken, args: readonly string[]) => {
  const { name, rawName, index } = token;
  const rest = args.slice(index + 1);
  const before = args.slice(0, index);
  if (!Object.hasOwn(options, name)) {
    const meant = nearest(name, Object.keys(options), name.length / 2);
    const problem = `Unknown option '${rawName}'${meant === undefined ? "" : `; did you mean --${meant}?`}`;
    if (meant === undefined) return { problem, args: [...before, ...withoutValue(rest)] };
    const text = token.value === undefined ? `--${meant}` : `--${meant}=${token.value}`;
    return { problem, args: [...before, text, ...rest] };
  }
  if (options[name]?.type !== "string" || token.inlineValue !== false || !/^-./s.test(token.value))
    return undefined;
  // `--port --data x` lacks a value. `-1` is a value, and can only be given as `--port=-1`.
  const following = token.value.startsWith("--") ? rest : rest.slice(1);
  return { problem: `Option '${rawName}' argument is ambiguous`, args: [...before, ...following] };
};

/** The first argument is the value of an unknown option unless it is an option itself. */
const withoutValue = (args: readonly string[]): readonly string[] =>
  args[0] === undefined || args[0].startsWith("-") ? args : args.slice(1);

const fits = ({ type }: ParsedOption, { value }: OptionToken): boolean =>
  (type === "string") === (value !== undefined);

const problemOf = (option: ParsedOption | undefined, token: OptionToken): readonly string[] => {
  if (option === undefined || fits(option, token)) return [];
  const names = `${option.short === undefined ? "" : `-${option.short}, `}--${token.name}`;
  return option.type === "string"
    ? [`Option '${names} <value>' argument missing`]
    : [`Option '${names}' does not take an argument`];
};

/** The options with several values, of which the last would count otherwise. */
const repeatedIn = (options: Parsed, given: readonly OptionToken[]): readonly string[] =>
  Object.entries(options)
    .filter(([, { multiple }]) => multiple !== true)
    .filter(
      ([name]) => new Set(given.filter((each) => each.name === name).map(({ value }) => value)).size > 1,
    )
    .map(([name]) => name);

const valueIn = (option: ParsedOption, tokens: readonly OptionToken[]) => {
  const values = tokens.map(({ value }) => value ?? true);
  if (values.length === 0) return option.default;
  return option.multiple ? values : values.at(-1);
};
