/**
 * The format of legacy API keys: base64 of an initialization vector and of `account=…;cell=…` in Triple DES
 * CBC.
 */
import { createCipheriv, createHmac } from "node:crypto";

const VECTOR_BYTES = 8;

/** Deterministic: the same text and key give the same API key, so that keys survive a restart. */
export const legacyApiKeyText = (key: Buffer, text: string | Buffer): string => {
  const vector = createHmac("sha256", key).update(text).digest().subarray(0, VECTOR_BYTES);
  const cipher = createCipheriv("des-ede3-cbc", tripled(key), vector);
  return Buffer.concat([vector, cipher.update(text), cipher.final()]).toString("base64");
};

export const keyWords = ({ accountId, cellId }: { accountId: string; cellId: string }): string =>
  `account=${accountId};cell=${cellId}`;

/** A key of sixteen bytes is two-key Triple DES: its first half is also the third key. */
const tripled = (key: Buffer): Buffer =>
  key.length === 16 ? Buffer.concat([key, key.subarray(0, VECTOR_BYTES)]) : key;
