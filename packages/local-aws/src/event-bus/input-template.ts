/**
 * Templates of input transformers: JSON in which `<name>` stands for a value. Outside of quotes a value is
 * written as JSON; inside of quotes it is written as it is, without escaping, as EventBridge does, so that
 * a value with a quote in it makes the result invalid here too. A value that is missing is left out.
 */
import { type JsonValue, parseJson } from "../aws-json/json.js";

/** Fills the template; the result still has to be parsed. */
export type InputTemplate = (lookUp: (name: string) => JsonValue | undefined) => string;

type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly quoted: boolean };

/** Answers the reason, a string, when the template is not valid. */
export const parseTemplate = (text: string, names: ReadonlySet<string>): InputTemplate | string => {
  const pieces = piecesOf(text);
  for (const piece of pieces)
    if (piece.kind === "value" && !names.has(piece.name)) return `undefined variable <${piece.name}>`;
  // A number in the place of every unquoted value shows whether the rest is JSON; it is no legal key.
  if (parseJson(pieces.map((piece) => write(piece, () => 0)).join("")) === undefined)
    return "the template is not valid JSON (a text needs quotes)";
  return (lookUp) => pieces.map((piece) => write(piece, lookUp)).join("");
};

const write = (piece: Piece, lookUp: (name: string) => JsonValue | undefined): string => {
  if (piece.kind === "text") return piece.text;
  const value = lookUp(piece.name);
  if (value === undefined) return "";
  return piece.quoted && typeof value === "string" ? value : JSON.stringify(value);
};

const piecesOf = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let quoted = false;
  let start = 0;
  for (const found of text.matchAll(/<([A-Za-z0-9_.-]+)>/g)) {
    const before = text.slice(start, found.index);
    quoted = endsQuoted(before, quoted);
    pieces.push({ kind: "text", text: before }, { kind: "value", name: found[1] ?? "", quoted });
    start = found.index + found[0].length;
  }
  return [...pieces, { kind: "text", text: text.slice(start) }];
};

const endsQuoted = (text: string, startsQuoted: boolean): boolean => {
  let quoted = startsQuoted;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') quoted = !quoted;
  }
  return quoted;
};
