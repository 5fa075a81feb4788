/**
 * The text of a JSON Web Token, read by rules that a JWT library leaves out (RFC 7515, RFC 8725): its
 * size, one spelling only, and a header that cannot change how the token is verified. Nothing here
 * says that a token is genuine.
 */
import type { TokenRefusal } from "./token-rules.js";

export type TokenParts = {
  readonly kid: string;
  readonly claims: Readonly<Record<string, unknown>>;
};

export const MAX_TOKEN_BYTES = 8192;
/** Cognito's are base64. What could be a path, an address or a second line is no id of a key. */
const KEY_ID = /^[\w+/=-]{1,128}$/;

// The last character of a part carries unused bits: only zero bits are the canonical spelling (RFC 4648
// section 3.5), otherwise one token has several spellings and evades lists that are keyed by its hash. What is
// no base64url, or is padded, does not come back as it was either.
const bytesOf = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, "base64url");
  return bytes.length > 0 && bytes.toString("base64url") === part ? bytes : undefined;
};

const MOST_HEADERS = 16;

/**
 * Reads a token's header and claims, or says why it cannot be one. The signature is not looked at. All tokens of
 * one key have one header: those that were in order are known again by their text.
 */
export const tokenReader = (): ((token: string) => TokenParts | TokenRefusal) => {
  const known = new Map<string, string>();
  const keyIdOf = (header: string): string | { readonly refused: TokenRefusal } => {
    const before = known.get(header);
    if (before !== undefined) return before;
    const kid = keyIdIn(textOf(bytesOf(header)));
    if (known.size >= MOST_HEADERS) known.clear();
    if (typeof kid === "string") known.set(header, kid);
    return kid;
  };
  return (token) => {
    if (token.length > MAX_TOKEN_BYTES) return "too_large";
    const [header = "", payload = "", signature = "", ...more] = token.split(".");
    const claimed = bytesOf(payload);
    if (more.length > 0 || claimed === undefined || bytesOf(signature) === undefined) return "malformed";
    const kid = keyIdOf(header);
    if (typeof kid === "object") return kid.refused;
    const claims = objectIn(textOf(claimed));
    return claims === undefined ? "malformed" : { kid, claims };
  };
};

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Undefined for bytes that are no UTF-8: a lenient reader would put other characters in their place. */
const textOf = (bytes: Buffer | undefined): string | undefined => {
  try {
    return bytes && strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const objectIn = (text: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};

const refuse = (refused: TokenRefusal) => ({ refused });

/** Parameters that say nothing about how the token is verified; all others are refused unread. */
const HARMLESS: ReadonlySet<string> = new Set(["alg", "kid", "typ"]);

const keyIdIn = (text: string | undefined): string | { readonly refused: TokenRefusal } => {
  const header = objectIn(text);
  if (text === undefined || header === undefined) return refuse("malformed");
  const names = Object.keys(header);
  if (names.some((name) => !HARMLESS.has(name)) || header.alg !== "RS256") return refuse("algorithm");
  if (header.typ !== undefined && header.typ !== "JWT") return refuse("algorithm");
  // A name that stands twice means one thing to this parser and another to the next. Without escapes and
  // nesting, names are what stands in quotes before a colon.
  if (text.includes("\\") || (text.match(/"[^"]*"\s*:/g) ?? []).length !== names.length)
    return refuse("malformed");
  const { kid } = header;
  return typeof kid === "string" && KEY_ID.test(kid) ? kid : refuse("malformed");
};
