/**
 * Checks the environments that a template gives its functions, before a function starts: the names of the variables,
 * and the values with the forms of the concerns.
 */
import { byteLength } from "../domain/text.js";
import type { Problem } from "./concern.js";
import { awsEndpoints } from "./index.js";
import { CONCERNS } from "./stage-settings.js";
import { unknownSettings } from "./unknown-names.js";

export type DeclaredFunction = {
  readonly name: string;
  /** Values that are no literals, such as a `Ref`, are not checked. */
  readonly variables: Readonly<Record<string, unknown>>;
};

/** All problems, one line each, after the names of the functions that have it. Empty if there are none. */
export const problemsOfFunctions = (functions: readonly DeclaredFunction[]): readonly string[] => {
  const places = new Map<string, string[]>();
  for (const { name, variables } of functions) {
    for (const { setting, words } of problemsOf(variables)) {
      const line = `${setting} ${words}`;
      places.set(line, [...(places.get(line) ?? []), name]);
    }
  }
  const all = (names: readonly string[]) => functions.length > 1 && names.length === functions.length;
  return [...places].map(([line, names]) => `${all(names) ? "all functions" : names.join(", ")}: ${line}`);
};

const problemsOf = (variables: DeclaredFunction["variables"]): readonly Problem[] => [
  ...unknownSettings(Object.keys(variables)),
  ...Object.entries(variables).flatMap(([name, value]) => wrongValue(name, value)),
  ...tooLarge(variables),
];

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 4096;

/** Literal values alone: what a reference will be is not known yet. */
const tooLarge = (variables: DeclaredFunction["variables"]): readonly Problem[] => {
  const literals = Object.entries(variables).filter(([, value]) => isLiteral(value));
  const bytes = literals.reduce((sum, pair) => sum + byteLength(pair.join("")), 0);
  return bytes <= MOST_BYTES
    ? []
    : [{ setting: "the environment", words: `has ${bytes} bytes; Lambda takes ${MOST_BYTES}` }];
};

const READERS = [...CONCERNS, awsEndpoints];

const isLiteral = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

/** Several concerns read some variables, with the same form or one that may be empty. */
const wrongValue = (name: string, value: unknown): readonly Problem[] => {
  if (!isLiteral(value)) return [];
  const environment = { [name]: String(value) };
  const wrong = READERS.map((each) => each.settings())
    .filter(({ takes }) => Object.hasOwn(takes, name))
    .flatMap((settings) => settings.read(environment).problems)
    .filter(({ setting }) => setting === name);
  return wrong.slice(0, 1);
};
