/**
 * The text of an API key: `idl_<stage>_<id>_<secret>_<check>`.
 *
 *   idl     names the product, so that scanners for leaked secrets can know a key when they see one
 *   stage   where the key is good; a key of another stage is refused before anything is read
 *   id      16 base62 characters, no secret: finds the row, and is how people talk of a key
 *   secret  30 base62 characters: 178 bits
 *   check   CRC-32 of all that goes before, as 6 base62 characters: typing errors and made-up keys cost no read
 *
 * Each key has one spelling alone, so that caches and lists that are keyed by it cannot be evaded.
 */

export const KEY_ID_LENGTH = 16;
export const KEY_SECRET_LENGTH = 30;
const CHECK_LENGTH = 6;
const PREFIX = "idl_";
/** Also bounds the work for whatever somebody sends as a key. */
export const MAX_KEY_LENGTH = 96;

export const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KEY = /^idl_([A-Za-z0-9-]{1,32})_([A-Za-z0-9]{16})_[A-Za-z0-9]{30}_([A-Za-z0-9]{6})$/;
const STAGE = /^[A-Za-z0-9-]{1,32}$/;

/** Whether a stage can be named in a key. */
export const isKeyStage = (stage: string): boolean => STAGE.test(stage);

export const isApiKeyId = (text: string): boolean => /^[A-Za-z0-9]{16}$/.test(text);

/** Whether the text means to be a key of ours. What does and is wrong is refused; it is never tried as anything else. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith(PREFIX);

/** Puts a key together from an id and a secret that were made by chance. */
export const apiKeyText = (parts: { stage: string; keyId: string; secret: string }): string => {
  const body = `${PREFIX}${parts.stage}_${parts.keyId}_${parts.secret}`;
  return `${body}_${check(body)}`;
};

/** The id in a well-formed key of this stage; undefined for everything else. The secret does not leave the text. */
export const keyIdIn = (text: string, stage: string): string | undefined => {
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

/** CRC-32 of an ASCII text, as in ISO 3309 (the one of gzip). It sees every change of up to 32 neighbouring bits. */
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
