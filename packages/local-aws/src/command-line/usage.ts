/** What the commands share: options are read strictly, and what the caller can put right is said in one line. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** The command was called in a way that cannot work. Its message is one line, for whoever called. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** @throws UsageError for an option that is not there, or a value where none belongs. */
export const readOptions = <const T extends Options>(options: T, args?: readonly string[]): Values<T> => {
  try {
    return parseArgs({ options, ...(args && { args: [...args] }) }).values;
  } catch (error) {
    throw new UsageError(explained(error));
  }
};

/** PowerShell takes a bare `--` for itself; npm then keeps the options and hands on their values alone. */
const POWERSHELL = `(in PowerShell, quote the two dashes: npm run … '--' --port 0)`;

const explained = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  const first = message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, "") ?? message;
  return code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL" ? `${first} ${POWERSHELL}` : first;
};

/** @throws UsageError for what is no port. */
export const portOf = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new UsageError(`--port takes a whole number from 0 to 65535, not "${text}"`);
};

/** @throws UsageError for what is no http URL. */
export const urlOf = (option: string, text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`${option} takes a URL such as http://127.0.0.1:3002, not "${text}"`);
};

/** `name=value` pairs as an object. @throws UsageError for what is no such pair. */
export const pairsOf = (option: string, texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`${option} takes a pair such as messageDelivery=senders, not "${text}"`);
      return [name, value];
    }),
  );
