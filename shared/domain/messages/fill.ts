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
 * One line of plain text. Removes characters that change the text direction, so that a value cannot change
 * how the surrounding words read.
 */
export const oneLine = (value: string, limit = 320): string =>
  [...value.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim()]
    .slice(0, limit)
    .join("");

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
