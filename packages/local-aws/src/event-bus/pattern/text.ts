/** String operators. Values that are not strings never match. */

import { isJsonObject, type JsonLeaf, type JsonValue } from "../../aws-json/json.js";
import { InvalidPattern } from "./invalid-pattern.js";

export type Predicate = (value: JsonLeaf) => boolean;

export const prefix = (argument: JsonValue): Predicate =>
  edge("prefix", argument, (text, end) => text.startsWith(end));

export const suffix = (argument: JsonValue): Predicate =>
  edge("suffix", argument, (text, end) => text.endsWith(end));

/** Prefix and suffix take a string or `{ "equals-ignore-case": string }`. */
const edge = (
  name: string,
  argument: JsonValue,
  holds: (text: string, end: string) => boolean,
): Predicate => {
  if (isJsonObject(argument)) {
    const [key, ...more] = Object.keys(argument);
    const end = argument["equals-ignore-case"];
    if (key !== "equals-ignore-case" || more.length > 0 || typeof end !== "string")
      throw new InvalidPattern(`${name} match pattern must be a string or {"equals-ignore-case": string}`);
    const folded = fold(end);
    return (value) => typeof value === "string" && holds(fold(value), folded);
  }
  if (typeof argument !== "string") throw new InvalidPattern(`${name} match pattern must be a string`);
  return (value) => typeof value === "string" && holds(value, argument);
};

export const equalsIgnoreCase = (argument: JsonValue): Predicate => {
  if (typeof argument !== "string")
    throw new InvalidPattern("equals-ignore-case match pattern must be a string");
  const folded = fold(argument);
  return (value) => typeof value === "string" && fold(value) === folded;
};

const fold = (text: string): string => text.toUpperCase().toLowerCase();

/**
 * `*` matches any text; `\*` and `\\` are escapes. Pieces are searched from left to right in linear time. A
 * regular expression could take exponential time.
 */
export const wildcard = (argument: JsonValue): Predicate => {
  if (typeof argument !== "string") throw new InvalidPattern("wildcard match pattern must be a string");
  const [first = "", ...others] = wildcardPieces(argument);
  const last = others.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (typeof value !== "string" || value.length < first.length + last.length) return false;
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const piece of others) {
      const found = value.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
};

const wildcardPieces = (pattern: string): string[] => {
  const pieces: string[] = [];
  let piece = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === "\\") {
      at += 1;
      const escaped = pattern.charAt(at);
      if (escaped !== "*" && escaped !== "\\")
        throw new InvalidPattern(`Invalid escape character at pos ${at - 1}`);
      piece += escaped;
    } else if (char === "*") {
      if (pattern.charAt(at + 1) === "*")
        throw new InvalidPattern(`Consecutive wildcard characters at pos ${at}`);
      pieces.push(piece);
      piece = "";
    } else piece += char;
  }
  return [...pieces, piece];
};
