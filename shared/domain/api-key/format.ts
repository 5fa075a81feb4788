/**
 * The text of an API key: `idl_<stage>_<id>_<secret>_<check>`.
 *
 *   idl     names the product, so that scanners for leaked secrets can recognise a key
 *   stage   where the key is valid; a key of another stage is refused before any read
 *   id      16 base62 characters, not secret: finds the row, and names the key in conversations
 *   secret  30 base62 characters: 178 bits
 *   check   CRC-32 of everything before it, as 6 base62 characters: refuses typos and made-up keys unread
 *
 * Each key has exactly one spelling, so that caches and lists keyed by it cannot be evaded.
 */

export const KEY_ID_LENGTH = 16;
export const KEY_SECRET_LENGTH = 30;
const CHECK_LENGTH = 6;
const PREFIX = "idl_";
/** Also limits the work for arbitrary input. */
export const MAX_KEY_LENGTH = 96;

export const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KEY = /^idl_([A-Za-z0-9-]{1,32})_([A-Za-z0-9]{16})_[A-Za-z0-9]{30}_([A-Za-z0-9]{6})$/;
const STAGE = /^[A-Za-z0-9-]{1,32}$/;

/** Whether a key can contain the name of the stage. */
export const isApiKeyStage = (stage: string): boolean => STAGE.test(stage);

export const isApiKeyId = (text: string): boolean => /^[A-Za-z0-9]{16}$/.test(text);

/** Whether the text has the prefix of our keys. Such a text is never tried as another credential. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith(PREFIX);

/** Builds a key from a random id and a random secret. */
export const apiKeyText = (parts: { stage: string; keyId: string; secret: string }): string => {
  const body = `${PREFIX}${parts.stage}_${parts.keyId}_${parts.secret}`;
  return `${body}_${check(body)}`;
};

/** The id in a well-formed key of this stage; undefined for anything else. Does not return the secret. */
export const apiKeyIdIn = (text: string, stage: string): string | undefined => {
  if (text.length > MAX_KEY_LENGTH) return undefined;
  const [, keyStage, keyId, checked] = KEY.exec(text) ?? [];
  if (keyStage !== stage || keyId === undefined) return undefined;
  return check(text.slice(0, -CHECK_LENGTH - 1)) === checked ? keyId : undefined;
};

const check = (body: string): string => {
  let rest = crc32(body);
  let digits = "";
  for (let place = 0; place < CHECK_LENGTH; place += 1) {
    digits = `${BASE62[rest % 62]}${digits}`;
    rest = Math.floor(rest / 62);
  }
  return digits;
};

/** CRC-32 of an ASCII text, as in ISO 3309 and gzip. Detects every burst error of up to 32 bits. */
export const crc32 = (text: string): number => {
  let remainder = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    remainder ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit += 1) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    }
  }
  return ~remainder >>> 0;
};
