/**
 * Codes for custom senders, opened with the AWS Encryption SDK under the stage's KMS key. Cognito
 * encrypts them with the pool's id as encryption context, which is checked: a ciphertext of another
 * pool under the same key is not ours.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
import type { DecryptCommandInput, KMS } from "@aws-sdk/client-kms";
import { AuthError } from "../../domain/errors.js";
import { Secret } from "../../domain/secret.js";
import type { CodeDecrypter } from "../../ports/messages.js";

/** Answers of KMS that are about the ciphertext; everything else is about KMS, or our way to it. */
const REFUSALS: readonly string[] = ["InvalidCiphertextException", "IncorrectKeyException"];

/** `kms` is called with one data key per ciphertext at most. */
export const kmsCodeDecrypter = (kms: Pick<KMS, "decrypt">, keyArn: string): CodeDecrypter => {
  return {
    decrypt: async (ciphertext, userPoolId) => {
      // Loaded only here: it is by far the largest module, and most functions never open a code.
      const { buildClient, CommitmentPolicy, KmsKeyringNode } = await import("@aws-crypto/client-node");
      // Cognito does not commit to its keys, so decryption has to allow that.
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
        // What the SDK throws tells a bad ciphertext and an unreachable KMS in the same way.
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
  throw new Error("this keyring only decrypts");
};
