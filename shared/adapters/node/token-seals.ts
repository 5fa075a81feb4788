/**
 * Texts encrypted with AES-256-GCM. The key is derived (HKDF, RFC 5869) from a text that is not stored: the row alone
 * reveals nothing. A refresh token is encrypted under the token before it.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { AnswerSeals } from "../../ports/idempotency.js";
import type { TokenSeals } from "../../ports/sessions.js";

const IV_BYTES = 12;
const TAG_BYTES = 16;

const sealsOf = (purpose: string): TokenSeals & AnswerSeals => ({
  seal: (content, under) => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", keyOf(under, purpose), iv);
    const text = Buffer.concat([cipher.update(content, "utf8"), cipher.final()]);
    return Buffer.concat([iv, text, cipher.getAuthTag()]).toString("base64url");
  },
  open: (sealed, under) => {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", keyOf(under, purpose), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    }).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      return text.toString("utf8");
    } catch {
      return undefined;
    }
  },
});

/**
 * HKDF-SHA256 without a salt, for one block (RFC 5869 section 2). Node's `hkdfSync` gives the same at four times the cost,
 * because it makes a key object and a job.
 */
const keyOf = (under: string, purpose: string): Buffer => {
  const extracted = createHmac("sha256", NO_SALT).update(under).digest();
  return createHmac("sha256", extracted).update(purpose).update(FIRST_BLOCK).digest();
};
const NO_SALT = Buffer.alloc(32);
const FIRST_BLOCK = Buffer.of(1);

export const tokenSeals: TokenSeals = sealsOf("successor of a refresh token");
export const answerSeals: AnswerSeals = sealsOf("answer of a request");
