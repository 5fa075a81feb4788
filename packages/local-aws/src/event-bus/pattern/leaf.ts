/**
 * The list at the end of a pattern path: plain values and operators; one must match
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html). Matching
 * respects case and type: "300201" is not 300201.
 */

import { isJsonObject, type JsonLeaf, type JsonValue } from "../../aws-json/json.js";
import { anythingBut } from "./anything-but.js";
import { InvalidPattern } from "./invalid-pattern.js";
import { cidr, numeric } from "./ranges.js";
import { equalsIgnoreCase, type Predicate, prefix, suffix, wildcard } from "./text.js";

export interface LeafTest {
  readonly matches: Predicate;
  /** Whether the list matches an event without the field. */
  readonly matchesAbsent: boolean;
  /** The values, if the list contains only plain strings. */
  readonly onlyStrings?: ReadonlySet<string>;
}

const OPERATORS: Readonly<Record<string, (argument: JsonValue) => Predicate>> = {
  prefix,
  suffix,
  "equals-ignore-case": equalsIgnoreCase,
  wildcard,
  numeric,
  cidr,
  "anything-but": anythingBut,
};

/** Names that `$or` alternatives must not use as fields, so that a forgotten bracket is an error. */
export const isOperator = (name: string): boolean => name === "exists" || Object.hasOwn(OPERATORS, name);

export const leafTest = (list: readonly JsonValue[]): LeafTest => {
  if (list.length === 0) throw new InvalidPattern("Empty arrays are not allowed");
  const exact = new Set<JsonLeaf>();
  const predicates: Predicate[] = [];
  let matchesAbsent = false;
  for (const entry of list) {
    if (Array.isArray(entry))
      throw new InvalidPattern("Match value must be String, number, true, false, or null");
    if (!isJsonObject(entry)) exact.add(entry);
    else {
      const { predicate, absent } = operatorTest(entry);
      predicates.push(predicate);
      matchesAbsent ||= absent;
    }
  }
  const matches: Predicate = (value) => exact.has(value) || predicates.some((predicate) => predicate(value));
  const strings = [...exact].filter((value) => typeof value === "string");
  return strings.length === list.length
    ? { matches, matchesAbsent, onlyStrings: new Set(strings) }
    : { matches, matchesAbsent };
};

const operatorTest = (entry: { [name: string]: JsonValue }): { predicate: Predicate; absent: boolean } => {
  const [pair, ...more] = Object.entries(entry);
  if (pair === undefined) throw new InvalidPattern("Match expression name not found");
  if (more.length > 0) throw new InvalidPattern("Only one key allowed in match expression");
  const [name, argument] = pair;
  if (name === "exists") {
    if (typeof argument !== "boolean")
      throw new InvalidPattern("exists match pattern must be either true or false.");
    return { predicate: () => argument, absent: !argument };
  }
  const build = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (build === undefined) throw new InvalidPattern(`Unrecognized match type ${name}`);
  return { predicate: build(argument), absent: false };
};
