/** MACs of audit rows: HMAC-SHA-256 with a key of its own, derived from the stage's secret (RFC 5869). */
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { SealedColumns } from "../../domain/audit/audit-row.js";
import type { Secret } from "../../domain/secret.js";
import type { AuditSeal, Secrets } from "../../ports/index.js";

const derivedKey = (secret: Secret): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret.reveal(), "", "audit row", 32));

export const hmacAuditSeal = (secrets: Secrets, secretName: string): AuditSeal => {
  // The failure is not lost: `digest` requests the secret again and rejects with the error.
  secrets.value(secretName).catch(() => undefined);
  let derived: { readonly from: Secret; readonly key: Uint8Array } | undefined;
  const digest = async ({ event, recordedAt }: SealedColumns): Promise<Buffer> => {
    const secret = await secrets.value(secretName);
    if (derived?.from !== secret) derived = { from: secret, key: derivedKey(secret) };
    return createHmac("sha256", derived.key).update(`${recordedAt}\n${event}`).digest();
  };
  return {
    of: async (row) => (await digest(row)).toString("base64url"),
    holds: async (row) => {
      const expected = await digest(row);
      const given = Buffer.from(row.mac, "base64url");
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
};
