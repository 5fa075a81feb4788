/** Puts values into words, once: a value that looks like a placeholder stays what it is. */

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

/** Text as HTML shows it, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/**
 * One line of plain text. What turns or hides text in the middle of a line goes too, so that a value
 * cannot make the words around it read as something else.
 */
export const oneLine = (value: string, limit = 320): string =>
  [...value.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim()]
    .slice(0, limit)
    .join("");

/** The longest beginning of `text` that is no longer than `limit` UTF-16 units, marked where it was cut. */
export const shortened = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length + 1 > limit) break;
    kept += character;
  }
  return limit > 0 ? `${kept}…` : "";
};
