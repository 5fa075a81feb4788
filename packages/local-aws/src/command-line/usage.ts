/** Values of options that are checked beyond their type. A usage error has one line for each problem. */
import { LocalAwsError } from "../local-aws-error.js";

/** An error in the arguments of a command. */
export class UsageError extends LocalAwsError {}

export type Bounds = { readonly least: number; readonly most: number };

/** Undefined if the text is not a whole number within the bounds. */
export const boundedNumber = (text: string, { least, most }: Bounds): number | undefined =>
  /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;

export const outOfBounds = (option: string, text: string, { least, most }: Bounds): string =>
  `${option} takes a whole number from ${least} to ${most}, not "${text}"`;

/** @throws UsageError if the text is not a whole number within the bounds. */
export const wholeNumberOf = (option: string, text: string, least: number, most: number): number => {
  const number = boundedNumber(text, { least, most });
  if (number === undefined) throw new UsageError(outOfBounds(option, text, { least, most }));
  return number;
};

/** @throws UsageError if the option is missing. */
export const required = (option: string, value: string | undefined): string => {
  if (value === undefined || value.trim() === "") throw new UsageError(`${option} is missing`);
  return value;
};

/** @throws UsageError if the text is not an http URL. */
export const urlOf = (option: string, text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`${option} takes a URL such as http://127.0.0.1:3002, not "${text}"`);
};

/**
 * Reads `NAME=value` pairs as an object.
 * @throws UsageError that names every text that is not such a pair, and every name with two values.
 */
export const pairsOf = (option: string, texts: readonly string[]): Record<string, string> => {
  const pairs = new Map<string, string>();
  const problems = new Set<string>();
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      problems.add(`${option} takes a pair such as NAME=value, not "${text}"`);
    else if ((pairs.get(name) ?? value) !== value) problems.add(`${option} has two values for ${name}`);
    else pairs.set(name, value);
  }
  if (problems.size > 0) throw new UsageError([...problems].join("\n"));
  return Object.fromEntries(pairs);
};
