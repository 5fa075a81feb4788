/**
 * Templates of input transformers: JSON in which `<name>` is replaced by a value. Outside of quotes a value
 * is written as JSON. Inside quotes it is written without escaping, as on EventBridge, so a value that
 * contains a quote makes the result invalid here too. A missing value is left out.
 */
import { type JsonValue, parseJson } from "../aws-json/json.js";

/** Fills the template. The caller must parse the result. */
export type InputTemplate = (lookUp: (name: string) => JsonValue | undefined) => string;

type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly quoted: boolean };

/** Returns the reason, a string, if the template is not valid. */
export const parseTemplate = (text: string, names: ReadonlySet<string>): InputTemplate | string => {
  const pieces = piecesOf(text);
  for (const piece of pieces)
    if (piece.kind === "value" && !names.has(piece.name)) return `undefined variable <${piece.name}>`;
  // Validates the JSON by writing a number for each unquoted value. A number is not a legal key.
  if (parseJson(pieces.map((piece) => write(piece, () => 0)).join("")) === undefined)
    return "the template is not valid JSON (strings need quotes)";
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
