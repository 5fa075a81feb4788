/**
 * Refresh tokens encrypted with AES-256-GCM. The key is derived from the token before (HKDF, RFC 5869), which is not
 * stored: the row alone reveals no token.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { TokenSeals } from "../../ports/sessions.js";

const IV_BYTES = 12;
const TAG_BYTES = 16;

const keyOf = (token: string): Buffer =>
  Buffer.from(hkdfSync("sha256", token, "", "successor of a refresh token", 32));

export const tokenSeals: TokenSeals = {
  seal: (token, under) => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", keyOf(under), iv);
    const text = Buffer.concat([cipher.update(token, "utf8"), cipher.final()]);
    return Buffer.concat([iv, text, cipher.getAuthTag()]).toString("base64url");
  },
  open: (sealed, under) => {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", keyOf(under), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    }).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      return text.toString("utf8");
    } catch {
      return undefined;
    }
  },
};
