/**
 * Simulates the AWS KMS key that a pool's LambdaConfig names. As in AWS KMS, a wrapped data key is bound to
 * the key's ARN and the encryption context. The key itself never leaves the pool.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Pool } from "../store/pool.js";
import type { KeyProvider } from "./encryption-message.js";

type Context = Readonly<Record<string, string>>;

/** Amazon Cognito encrypts with this context. Functions may check it. */
export const contextOf = ({ id }: Pool): Context => ({ "userpool-id": id });

export const localKey = (pool: Pool, keyArn: string): KeyProvider => ({
  keyArn,
  wrap: (dataKey, context) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", keyOf(pool, keyArn), iv).setAAD(authenticated(context));
    return Buffer.concat([header(keyArn), iv, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  },
});

/** Returns undefined if this pool's keys did not wrap the data key under this context. */
export function unwrapDataKey(
  pool: Pool,
  blob: Buffer,
  context: Context,
): { keyArn: string; dataKey: Buffer } | undefined {
  try {
    const length = blob.readUInt16BE(0);
    const keyArn = blob.subarray(2, 2 + length).toString("utf8");
    const rest = blob.subarray(2 + length);
    const decipher = createDecipheriv("aes-256-gcm", keyOf(pool, keyArn), rest.subarray(0, 12), {
      authTagLength: 16,
    })
      .setAAD(authenticated(context))
      .setAuthTag(rest.subarray(-16));
    return { keyArn, dataKey: Buffer.concat([decipher.update(rest.subarray(12, -16)), decipher.final()]) };
  } catch {
    return undefined;
  }
}

/** As in AWS KMS, a ciphertext names its key. */
function header(keyArn: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(keyArn));
  return Buffer.concat([length, Buffer.from(keyArn)]);
}

const keyOf = (pool: Pool, keyArn: string): Buffer =>
  createHmac("sha256", pool.keys.secret).update(`kms\n${keyArn}`).digest();

const authenticated = (context: Context): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([left], [right]) => (left < right ? -1 : 1))));
