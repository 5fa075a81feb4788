/**
 * The event-pattern language of EventBridge, compiled once to a matcher
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html). `$or` is expanded: a
 * pattern is a list of branches, and a branch is a list of fields that must all match.
 */

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../../aws-json/json.js";
import { type EventFields, joinPlaces, type Places } from "./event-fields.js";
import { InvalidPattern } from "./invalid-pattern.js";
import { isOperator, type LeafTest, leafTest } from "./leaf.js";

export interface EventPattern {
  matches(fields: EventFields): boolean;
  /** The only values of a top-level field that can match, if the pattern lists them as plain strings. */
  valuesOf(field: "source" | "detail-type"): ReadonlySet<string> | undefined;
}

interface Requirement {
  readonly path: string;
  readonly test: LeafTest;
}

type Branch = readonly Requirement[];

const MOST_BRANCHES = 1000;
const NOWHERE: Places = new Map();

/** @throws InvalidPattern with the reason. */
export const compilePattern = (pattern: string | JsonObject): EventPattern => {
  const parsed = typeof pattern === "string" ? parseJson(pattern) : pattern;
  if (parsed === undefined) throw new InvalidPattern("The pattern is not JSON");
  if (!isJsonObject(parsed)) throw new InvalidPattern("Filter is not an object");
  const branches = expand(parsed, "", [[]], false);
  // Sorted by path, so that fields of one array are adjacent and a mismatch between its elements is found
  // early.
  const sorted = branches.map((branch) => branch.toSorted((a, b) => a.path.localeCompare(b.path)));
  return {
    matches: (fields) => sorted.some((branch) => branchMatches(branch, fields)),
    valuesOf: (field) => plainValues(sorted, field),
  };
};

const expand = (
  node: JsonObject,
  path: string,
  branches: readonly Branch[],
  inOr: boolean,
): readonly Branch[] => {
  const entries = Object.entries(node);
  if (entries.length === 0) throw new InvalidPattern("Empty objects are not allowed");
  let grown = branches;
  for (const [key, value] of entries) {
    const name = path === "" ? key : `${path}.${key}`;
    if (key === "$or") grown = alternatives(value).flatMap((each) => expand(each, path, grown, true));
    else if (inOr && isOperator(key)) throw new InvalidPattern(`${key} cannot be used inside $or.`);
    else if (isJsonObject(value)) grown = expand(value, name, grown, inOr);
    else if (Array.isArray(value)) {
      const requirement = { path: name, test: leafTest(value) };
      grown = grown.map((branch) => [...branch, requirement]);
    } else throw new InvalidPattern(`"${key}" must be an object or an array`);
    if (grown.length > MOST_BRANCHES)
      throw new InvalidPattern(`$or may not make more than ${MOST_BRANCHES} combinations`);
  }
  return grown;
};

const alternatives = (value: JsonValue): JsonObject[] => {
  if (!Array.isArray(value)) throw new InvalidPattern("It must be an Array followed with $or.");
  const objects = value.filter(isJsonObject);
  if (objects.length !== value.length)
    throw new InvalidPattern("Only JSON object is allowed in array of $or relationship.");
  if (objects.length < 2) throw new InvalidPattern("There must have at least 2 Objects in $or relationship.");
  return objects;
};

const branchMatches = (branch: Branch, fields: EventFields): boolean => {
  // Each field is tested on its own first: this is cheap, and most events fail here.
  for (const { path, test } of branch) {
    const found = fields.get(path);
    if (!(found === undefined ? test.matchesAbsent : found.some(({ value }) => test.matches(value))))
      return false;
  }
  return fits(branch, fields, 0, NOWHERE);
};

/** Whether the fields from `index` on have matches that do not use different elements of one array. */
const fits = (branch: Branch, fields: EventFields, index: number, places: Places): boolean => {
  const requirement = branch[index];
  if (requirement === undefined) return true;
  const found = fields.get(requirement.path);
  if (found === undefined) return fits(branch, fields, index + 1, places);
  const matching = found.filter(({ value }) => requirement.test.matches(value));
  // A match outside of arrays does not restrict later fields, so no backtracking is needed.
  if (matching.some((field) => field.places === undefined)) return fits(branch, fields, index + 1, places);
  return matching.some((field) => {
    const joined = joinPlaces(places, field.places ?? NOWHERE);
    return joined !== undefined && fits(branch, fields, index + 1, joined);
  });
};

const plainValues = (branches: readonly Branch[], field: string): ReadonlySet<string> | undefined => {
  const values = new Set<string>();
  for (const branch of branches) {
    const plain = branch.find(({ path, test }) => path === field && test.onlyStrings !== undefined);
    if (plain?.test.onlyStrings === undefined) return undefined;
    for (const value of plain.test.onlyStrings) values.add(value);
  }
  return values;
};
