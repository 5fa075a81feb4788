/**
 * `anything-but`: a value, a list of strings or of numbers, or the negation of prefix, suffix,
 * equals-ignore-case and wildcard. The field must exist. Values of another type match.
 */

import { isJsonObject, type JsonValue } from "../../aws-json/json.js";
import { InvalidPattern } from "./invalid-pattern.js";
import { equalsIgnoreCase, type Predicate, prefix, suffix, wildcard } from "./text.js";

const NEGATABLE: Readonly<Record<string, (argument: JsonValue) => Predicate>> = {
  prefix,
  suffix,
  "equals-ignore-case": equalsIgnoreCase,
  wildcard,
};

export const anythingBut = (argument: JsonValue): Predicate => {
  if (isJsonObject(argument)) return negated(argument);
  const values = Array.isArray(argument) ? argument : [argument];
  const kind = typeof values[0];
  if (values.length === 0 || (kind !== "string" && kind !== "number"))
    throw new InvalidPattern("Value of anything-but must be an array or single string/number value.");
  if (values.some((value) => typeof value !== kind))
    throw new InvalidPattern(
      "Inside anything-but list, either all values are number or string, mixed type is not supported",
    );
  const refused = new Set<JsonValue>(values);
  return (value) => !refused.has(value);
};

const negated = (argument: { [name: string]: JsonValue }): Predicate => {
  const [pair, ...more] = Object.entries(argument);
  if (pair === undefined) throw new InvalidPattern("Anything-But expression name not found");
  if (more.length > 0) throw new InvalidPattern("Only one key allowed in match expression");
  const [name, operand] = pair;
  const build = Object.hasOwn(NEGATABLE, name) ? NEGATABLE[name] : undefined;
  if (build === undefined) throw new InvalidPattern(`Unsupported anything-but pattern: ${name}`);

  const texts = Array.isArray(operand) ? operand : [operand];
  const isEdge = name === "prefix" || name === "suffix";
  if (texts.length === 0 || texts.some((text) => typeof text !== "string"))
    throw new InvalidPattern(`Inside anything-but, ${name} takes a string or a list of strings`);
  // Every string has the empty prefix and suffix, so the negation could never match.
  if (isEdge && texts.includes("")) throw new InvalidPattern("Null prefix/suffix not allowed");
  const refusals = texts.map((text) => build(text));
  return (value) => !refusals.some((refuses) => refuses(value));
};
