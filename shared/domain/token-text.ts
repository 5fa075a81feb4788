/**
 * Parses the text of a JSON Web Token by rules that JWT libraries leave out (RFC 7515, RFC 8725): maximum
 * size, one canonical spelling, and a header that cannot change the verification. Does not verify the
 * signature.
 */
import type { TokenRefusal } from "./token-rules.js";

export type TokenParts = {
  readonly kid: string;
  readonly claims: Readonly<Record<string, unknown>>;
};

export const MAX_TOKEN_BYTES = 8192;
/** Cognito's key ids are base64. Anything that could be a path, an address or a second line is refused. */
const KEY_ID = /^[\w+/=-]{1,128}$/;

// The last character of a part carries unused bits. Only zero bits are canonical (RFC 4648 section 3.5).
// Otherwise one token has several spellings and evades lists keyed by its hash. Invalid base64url and padding
// also fail the comparison.
const bytesOf = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, "base64url");
  return bytes.length > 0 && bytes.toString("base64url") === part ? bytes : undefined;
};

const MOST_HEADERS = 16;

/**
 * Reads a token's header and claims, or returns the reason for refusal. Does not check the signature. All
 * tokens of one signing key have the same header, so valid headers are cached by their text.
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

/** Undefined for invalid UTF-8: a lenient decoder would replace bytes with other characters. */
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

/** Parameters that do not affect verification. A token with any other parameter is refused. */
const HARMLESS: ReadonlySet<string> = new Set(["alg", "kid", "typ"]);

const keyIdIn = (text: string | undefined): string | { readonly refused: TokenRefusal } => {
  const header = objectIn(text);
  if (text === undefined || header === undefined) return refuse("malformed");
  const names = Object.keys(header);
  if (names.some((name) => !HARMLESS.has(name)) || header.alg !== "RS256") return refuse("algorithm");
  if (header.typ !== undefined && header.typ !== "JWT") return refuse("algorithm");
  // Parsers disagree on duplicate names, so these are refused. Without escapes and nesting, a name is a
  // quoted text before a colon.
  if (text.includes("\\") || (text.match(/"[^"]*"\s*:/g) ?? []).length !== names.length)
    return refuse("malformed");
  const { kid } = header;
  return typeof kid === "string" && KEY_ID.test(kid) ? kid : refuse("malformed");
};
