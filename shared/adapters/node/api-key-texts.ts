/** Base62 text from the machine's source of randomness. */
import { randomBytes } from "node:crypto";
import { BASE62 } from "../../domain/api-key/format.js";
import type { ApiKeyTexts } from "../../ports/api-keys.js";

/** The largest multiple of 62 that a byte can reach: bytes from there on would make some characters likelier. */
const FAIR = 248;

export const randomApiKeyTexts: ApiKeyTexts = {
  base62: (length) => {
    let text = "";
    while (text.length < length) {
      for (const byte of randomBytes(length)) {
        if (byte < FAIR && text.length < length) text += BASE62[byte % 62];
      }
    }
    return text;
  },
};
