/** Puts values into the words of a message. */
import { cleanedText, MOST_NAME_CHARACTERS, withoutLinks } from "../text.js";

/** Replaces placeholders in a single pass, so that a value that looks like a placeholder is not replaced. */

export const fill = (words: string, values: Readonly<Record<string, string>>): string =>
  words.replace(/\{([a-z]+)\}/gi, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? "") : placeholder,
  );

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for an HTML element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/**
 * One line of plain text. Removes invisible characters, such as those that change the text direction, so that a
 * value cannot change how the surrounding words read.
 */
export const oneLine = (value: string, limit = 320): string =>
  [...cleanedText(value).trim()].slice(0, limit).join("");

/**
 * A name that a user chose, in quotation marks that the name cannot close, and without links, so that no reader takes
 * it for a sentence of the mail.
 */
export const quotedName = (name: string): string =>
  `\u201c${oneLine(withoutLinks(name).replace(/["\u201c-\u201f\u00ab\u00bb\u300c-\u300f\uff02]/gu, "'"), MOST_NAME_CHARACTERS)}\u201d`;

/** The longest prefix of `text` within `limit` UTF-16 units, ending with an ellipsis if cut. */
export const shortened = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length + 1 > limit) break;
    kept += character;
  }
  return limit > 0 ? `${kept}…` : "";
};
