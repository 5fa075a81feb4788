/** Reads the files, URLs and pairs that options name. One error names the mistakes of all of them. */
import { LocalAwsError } from "../local-aws-error.js";
import type { InspectedOptions, Options } from "./options.js";
import { UsageError } from "./usage.js";

export type Readings<T> = { readonly [Name in keyof T]: () => T[Name] };

/** The values of options. A wrong value throws when it is taken, because a problem names it already. */
export const readable = <T extends Options>({ values, wrong }: InspectedOptions<T>): object =>
  Object.defineProperties(
    { ...values },
    Object.fromEntries(wrong.map((name) => [name, { get: alreadyNamed }])),
  );

class AlreadyNamed extends LocalAwsError {}

const alreadyNamed = (): never => {
  throw new AlreadyNamed("a problem names this value");
};

/**
 * Runs all readings. `problems` are those that are known before.
 * @throws UsageError with all problems, one a line.
 */
export const allRead = <T extends object>(readings: Readings<T>, problems: readonly string[] = []): T => {
  const found = [...problems];
  let failure: AlreadyNamed | undefined;
  const entries = Object.entries<() => unknown>(readings).map(([name, read]) => {
    try {
      return [name, read()];
    } catch (error) {
      if (!(error instanceof LocalAwsError)) throw error;
      if (error instanceof AlreadyNamed) failure = error;
      else found.push(error.message);
      return [name, undefined];
    }
  });
  if (found.length > 0) throw new UsageError([...new Set(found)].join("\n"));
  if (failure !== undefined) throw failure;
  return Object.fromEntries(entries) as T;
};
