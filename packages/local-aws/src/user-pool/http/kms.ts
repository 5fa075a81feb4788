/**
 * The Decrypt operation of AWS KMS, for data keys that this program wrapped. It lets custom senders run
 * unchanged. Set AWS_ENDPOINT_URL_KMS to this server.
 */
import { z } from "zod";
import { ServiceError, validationError } from "../../aws-json/service-error.js";
import { unwrapDataKey } from "../kms/local-key.js";
import type { PoolStore } from "../store/pool-store.js";

const input = z.object({
  CiphertextBlob: z.base64(),
  EncryptionContext: z.record(z.string(), z.string()).default({}),
  KeyId: z.string().optional(),
});

/** @throws ServiceError */
export function kmsDecrypt(store: PoolStore, body: unknown): object {
  const parsed = input.safeParse(body);
  if (!parsed.success) throw validationError("The request is not one of Decrypt.");
  const { CiphertextBlob, EncryptionContext: context, KeyId } = parsed.data;
  const pool = store.find(context["userpool-id"] ?? "");
  const opened = pool && unwrapDataKey(pool, Buffer.from(CiphertextBlob, "base64"), context);
  if (!opened)
    throw new ServiceError(
      "InvalidCiphertextException",
      "The ciphertext was not made here, in this context.",
    );
  if (KeyId !== undefined && KeyId !== opened.keyArn) {
    throw new ServiceError("IncorrectKeyException", "The key ID does not belong to the ciphertext.");
  }
  const Plaintext = opened.dataKey.toString("base64");
  return { KeyId: opened.keyArn, Plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}
