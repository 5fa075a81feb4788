/** How the legacy system makes its API keys: base64 of a vector and Triple DES in CBC mode over `account=…;cell=…`. */
import { createCipheriv, createHmac } from "node:crypto";

const VECTOR_BYTES = 8;

/** The same text under the same key is the same API key, so that keys survive a restart. */
export const legacyKeyText = (key: Buffer, text: string | Buffer): string => {
  const vector = createHmac("sha256", key).update(text).digest().subarray(0, VECTOR_BYTES);
  const cipher = createCipheriv("des-ede3-cbc", tripled(key), vector);
  return Buffer.concat([vector, cipher.update(text), cipher.final()]).toString("base64");
};

export const keyWords = ({ accountId, cellId }: { accountId: string; cellId: string }): string =>
  `account=${accountId};cell=${cellId}`;

/** Sixteen bytes are two keys, of which the first comes again as the third. */
const tripled = (key: Buffer): Buffer =>
  key.length === 16 ? Buffer.concat([key, key.subarray(0, VECTOR_BYTES)]) : key;
