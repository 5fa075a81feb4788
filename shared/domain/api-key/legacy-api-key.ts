/**
 * API keys of the legacy system: base64 of an 8-byte initialisation vector and a text encrypted with Triple
 * DES in CBC mode. They are read, never created. CBC does not authenticate the text: one flipped bit changes
 * the account. So the claim in a key is only compared with the legacy system's answer and never authorizes a
 * request.
 */

export type LegacyClaim = { readonly accountId: string; readonly cellId: string };

export const BLOCK_BYTES = 8;
export const MOST_CIPHERTEXT_BYTES = 256;

// Printable ASCII pairs, e.g. `account=12345;cell=cell-eu-1`; other pairs are allowed beside these two.
const TEXT = /^[\x20-\x7e]{1,256}$/;
const ID = /^[\x21-\x3a\x3c\x3e-\x7e]{1,128}$/;

/** The claim in the decrypted text; undefined if the text is malformed. */
export const legacyClaim = (text: string): LegacyClaim | undefined => {
  if (!TEXT.test(text)) return undefined;
  const pairs = text.split(";").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)] as const;
  });
  const names = pairs.map(([name]) => name);
  // Duplicate names are refused, because parsers disagree on whether the first or the last value counts.
  if (names.includes("") || new Set(names).size !== names.length) return undefined;
  const fields = new Map(pairs);
  const [accountId = "", cellId = ""] = [fields.get("account"), fields.get("cell")];
  return ID.test(accountId) && ID.test(cellId) ? { accountId, cellId } : undefined;
};

export const sameClaim = (one: LegacyClaim, other: LegacyClaim): boolean =>
  one.accountId === other.accountId && one.cellId === other.cellId;

/**
 * The text without its padding (PKCS #7, RFC 5652 section 6.3). Always examines every byte, to take constant
 * time.
 */
export const unpadded = (bytes: Uint8Array): Uint8Array | undefined => {
  const count = bytes[bytes.length - 1] ?? 0;
  let wrong = count < 1 || count > BLOCK_BYTES ? 1 : 0;
  for (let back = 1; back <= BLOCK_BYTES; back += 1) {
    const differs = bytes[bytes.length - back] === count ? 0 : 1;
    wrong |= back <= count ? differs : 0;
  }
  return wrong === 0 ? bytes.subarray(0, bytes.length - count) : undefined;
};

/**
 * The three Triple DES keys from 16 bytes (K1 K2 K1) or 24. Undefined for any other length. Also undefined if
 * two adjacent keys are equal: their two steps cancel out and leave single DES. The lowest bit of each byte
 * is parity, which the cipher ignores (NIST SP 800-67 section 3.2).
 */
export const tripleDesKey = (bytes: Uint8Array): Uint8Array | undefined => {
  if (bytes.length !== 16 && bytes.length !== 24) return undefined;
  const part = (index: number) => bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
  const [first, second, third] = [part(0), part(1), bytes.length === 24 ? part(2) : part(0)];
  if (sameKey(first, second) || sameKey(second, third)) return undefined;
  return Uint8Array.from([...first, ...second, ...third]);
};

const sameKey = (one: Uint8Array, other: Uint8Array): boolean =>
  one.every((byte, index) => byte >> 1 === (other[index] ?? 0) >> 1);

/** Whether legacy keys have expired. They are valid until the end of the sunset day, in UTC. */
export const isPastSunset = (sunset: string, now: Date): boolean => now.toISOString().slice(0, 10) > sunset;
