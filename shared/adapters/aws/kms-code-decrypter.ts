/**
 * Decrypts the codes for custom senders with the AWS Encryption SDK and the stage's KMS key. Cognito uses the
 * pool id as encryption context. The context is checked, so a ciphertext of another pool under the same key
 * is rejected.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
import type { DecryptCommandInput, KMS } from "@aws-sdk/client-kms";
import { AuthError } from "../../domain/errors.js";
import { Secret } from "../../domain/secret.js";
import type { CodeDecrypter } from "../../ports/messages.js";

/** KMS errors caused by the ciphertext. All other errors concern KMS itself or the connection to it. */
const REFUSALS: readonly string[] = ["InvalidCiphertextException", "IncorrectKeyException"];

/** Calls `kms` for at most one data key per ciphertext. */
export const kmsCodeDecrypter = (kms: Pick<KMS, "decrypt">, keyArn: string): CodeDecrypter => {
  return {
    decrypt: async (ciphertext, userPoolId) => {
      // Loaded on first use: this is by far the largest module, and most functions never decrypt a code.
      const { buildClient, CommitmentPolicy, KmsKeyringNode } = await import("@aws-crypto/client-node");
      // Cognito encrypts without key commitment, so decryption must allow it.
      const { decrypt } = buildClient({
        commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT,
        maxEncryptedDataKeys: 1,
      });
      const outage: { cause?: unknown } = {};
      const keyring = new KmsKeyringNode({ keyIds: [keyArn], clientProvider: () => watched(kms, outage) });
      try {
        const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(ciphertext, "base64"));
        const ours = messageHeader.encryptionContext["userpool-id"] === userPoolId;
        return ours ? new Secret(plaintext.toString("utf8")) : undefined;
      } catch {
        // The SDK throws the same error for an invalid ciphertext and for an unreachable KMS.
        if ("cause" in outage) throw new AuthError("temporarily_unavailable", { cause: outage.cause });
        return undefined;
      }
    },
  };
};

const watched = (kms: Pick<KMS, "decrypt">, outage: { cause?: unknown }) => ({
  decrypt: async (input: DecryptCommandInput) => {
    try {
      return await kms.decrypt(input);
    } catch (error) {
      if (!(error instanceof Error) || !REFUSALS.includes(error.name)) outage.cause = error;
      throw error;
    }
  },
  encrypt: neverEncrypts,
  generateDataKey: neverEncrypts,
});

const neverEncrypts = (): never => {
  throw new Error("this keyring supports decryption only");
};
