/** Random base62 text from the operating system's random source. */
import { randomBytes } from "node:crypto";
import { BASE62 } from "../../domain/api-key/format.js";
import type { ApiKeyTexts } from "../../ports/api-keys.js";

/**
 * The largest multiple of 62 in a byte's range. Larger bytes are skipped, because they would bias some
 * characters.
 */
const FAIR = 248;

export const randomApiKeyTexts: ApiKeyTexts = {
  base62: (length) => base62From(() => randomBytes(length), length),
};

/** `bytes` returns new random bytes at each call. */
export const base62From = (bytes: () => Uint8Array, length: number): string => {
  let text = "";
  while (text.length < length) {
    for (const byte of bytes()) {
      if (byte < FAIR && text.length < length) text += BASE62[byte % 62];
    }
  }
  return text;
};
