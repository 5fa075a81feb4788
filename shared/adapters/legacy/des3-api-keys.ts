/**
 * Decrypts API keys of the legacy system. OpenSSL 3 has Triple DES in its default provider (only single DES
 * is in the legacy provider), so Node's `des-ede3-cbc` is used.
 *
 * Every key takes the same path to prevent timing attacks: the same amount is decoded, decrypted and checked
 * under both keys of the stage, whatever is wrong.
 */
import { createDecipheriv } from "node:crypto";
import {
  BLOCK_BYTES,
  type LegacyClaim,
  legacyClaim,
  MOST_CIPHERTEXT_BYTES,
  tripleDesKey,
  unpadded,
} from "../../domain/api-key/legacy-api-key.js";
import { AuthError } from "../../domain/errors.js";
import type { Secret } from "../../domain/secret.js";
import type { Secrets } from "../../ports/index.js";
import type { LegacyApiKeys } from "../../ports/legacy-api-keys.js";
import { parsedJson } from "../http/http-client.js";

/** Decrypts `vector + text` with three keys of eight bytes. */
type Decrypt = (bytes: Buffer, key: Uint8Array) => Buffer;

export const des3LegacyApiKeys = (
  secrets: Secrets,
  secretName: string,
  decrypt: Decrypt = tripleDes,
): Pick<LegacyApiKeys, "open"> => {
  let known: { text: string; ring: KeyRing } | undefined;
  const ring = async (): Promise<KeyRing> => {
    const secret = await secrets.value(secretName);
    if (known?.text !== secret.reveal()) known = { text: secret.reveal(), ring: keyRing(secret) };
    return known.ring;
  };
  return {
    open: async (text) => {
      const keys = await ring();
      const bytes = decoded(text);
      const claims = keys.map((key) => claimIn(decrypt(bytes ?? NOTHING, key)));
      return bytes && claims.find((claim) => claim !== undefined);
    },
  };
};

/**
 * The current and the previous key. There are always two, so that a stage with one key does the same work.
 */
type KeyRing = readonly [Uint8Array, Uint8Array];

/**
 * Parses `{"current": "<base64>", "previous"?: "<base64>"}`, or the current key's base64 alone.
 * @throws AuthError `internal` for any other secret, and for keys that are equivalent to single DES.
 */
export const keyRing = (secret: Secret): KeyRing => {
  const text = secret.reveal().trim();
  const object = text.startsWith("{") ? parsedJson(text) : { current: text };
  const { current, previous = current, ...others } = (object ?? {}) as Record<string, unknown>;
  if (Object.keys(others).length > 0) throw new AuthError("internal");
  return [desKey(current), desKey(previous)];
};

const desKey = (text: unknown): Uint8Array => {
  const bytes = typeof text === "string" ? fromBase64(text) : undefined;
  const key = bytes && tripleDesKey(bytes);
  if (key === undefined) throw new AuthError("internal");
  return key;
};

/** Replaces input that cannot be decoded: a vector and a text of the usual length. */
const NOTHING = Buffer.alloc(BLOCK_BYTES * 5);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

// Only canonical base64 is accepted. Otherwise one key would have several entries in caches and counters.
const fromBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64");
  return BASE64.test(text) && bytes.toString("base64") === text ? bytes : undefined;
};

const decoded = (text: string): Buffer | undefined => {
  const bytes = fromBase64(text.slice(0, 2 * MOST_CIPHERTEXT_BYTES));
  const length = (bytes?.length ?? 0) - BLOCK_BYTES;
  const whole = length >= BLOCK_BYTES && length <= MOST_CIPHERTEXT_BYTES && length % BLOCK_BYTES === 0;
  return whole && bytes?.toString("base64") === text ? bytes : undefined;
};

/** Triple DES by Node. Fails if OpenSSL runs in FIPS mode, which no longer supports Triple DES. */
export const tripleDes: Decrypt = (bytes, key) => {
  const decipher = createDecipheriv("des-ede3-cbc", key, bytes.subarray(0, BLOCK_BYTES));
  // Padding is checked separately: OpenSSL's padding errors would be an oracle.
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes.subarray(BLOCK_BYTES)), decipher.final()]);
};

const claimIn = (plain: Buffer): LegacyClaim | undefined => {
  const text = unpadded(plain);
  const claim = legacyClaim(Buffer.from(text ?? plain).toString("latin1"));
  return text && claim;
};
