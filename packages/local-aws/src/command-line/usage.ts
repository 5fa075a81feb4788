/** Parses the options of a command strictly. A usage error is one line. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { LocalAwsError } from "../local-aws-error.js";

/** An error in the arguments of a command. */
export class UsageError extends LocalAwsError {}

export type Options = NonNullable<ParseArgsConfig["options"]>;
export type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** @throws UsageError for an unknown option, and for a missing or unexpected value. */
export const readOptions = <const T extends Options>(options: T, args?: readonly string[]): Values<T> => {
  try {
    return parseArgs({ options, ...(args && { args: [...args] }) }).values;
  } catch (error) {
    throw new UsageError(explained(error));
  }
};

/** PowerShell removes a bare `--`. npm then reads the options as its own and passes only their values. */
const POWERSHELL = `(in PowerShell, quote the two dashes: npm run … '--' --port 0)`;

const explained = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  const first = message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, "") ?? message;
  return code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL" ? `${first} ${POWERSHELL}` : first;
};

/** @throws UsageError if the text is not a port number. */
export const portOf = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new UsageError(`--port takes a whole number from 0 to 65535, not "${text}"`);
};

/** @throws UsageError if the option is missing. */
export const required = (option: string, value: string | undefined): string => {
  if (value === undefined) throw new UsageError(`${option} is missing`);
  return value;
};

/** @throws UsageError if the text is not an http URL. */
export const urlOf = (option: string, text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`${option} takes a URL such as http://127.0.0.1:3002, not "${text}"`);
};

/** Reads `NAME=value` pairs as an object. @throws UsageError if a text is not such a pair, or a name has two values. */
export const pairsOf = (option: string, texts: readonly string[]): Record<string, string> => {
  const pairs = new Map<string, string>();
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`${option} takes a pair such as NAME=value, not "${text}"`);
    if ((pairs.get(name) ?? value) !== value) throw new UsageError(`${option} has two values for ${name}`);
    pairs.set(name, value);
  }
  return Object.fromEntries(pairs);
};
