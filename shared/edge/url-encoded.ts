/** Parameters of a query string or a form. */

/**
 * The names of the parameters whose bytes are not UTF-8. Decoders replace such bytes by a character that no caller
 * meant. A name that no route has is not repeated, because it is the caller's text: it becomes `other`.
 */
export const undecodableNames = (encoded: string, other: string): string[] =>
  encoded
    .split("&")
    .filter((pair) => !isDecodable(pair))
    .map((pair) => pair.split("=")[0] ?? "")
    .map((name) => (/^\w{1,64}$/.test(name) ? name : other));

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};
