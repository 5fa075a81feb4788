/**
 * Refresh tokens: opaque to clients. Each is a compact JWE (RFC 7516; alg "dir", enc "A256GCM") whose
 * protected header is bound to the ciphertext.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";

const refreshGrant = z.object({
  clientId: z.string(),
  sessionId: z.string(),
  jti: z.string(),
  /** Milliseconds. */
  expiresAt: z.number(),
});

export type RefreshGrant = z.output<typeof refreshGrant>;

const header = Buffer.from(JSON.stringify({ cty: "JWT", enc: "A256GCM", alg: "dir" })).toString("base64url");

export function sealRefreshToken(secret: Buffer, grant: RefreshGrant): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", secret, iv).setAAD(Buffer.from(header));
  const text = Buffer.concat([cipher.update(JSON.stringify(grant)), cipher.final()]);
  return [header, "", ...[iv, text, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/** Returns undefined if this pool did not encrypt the token. */
export function openRefreshToken(secret: Buffer, token: string): RefreshGrant | undefined {
  const [protectedHeader, key, iv = "", text = "", tag = "", ...rest] = token.split(".");
  if (protectedHeader !== header || key !== "" || rest.length > 0) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", secret, Buffer.from(iv, "base64url"), {
      authTagLength: 16,
    })
      .setAAD(Buffer.from(header))
      .setAuthTag(Buffer.from(tag, "base64url"));
    const plain = Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]);
    return refreshGrant.parse(JSON.parse(plain.toString("utf8")));
  } catch {
    return undefined;
  }
}
