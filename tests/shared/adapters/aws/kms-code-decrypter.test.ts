import {
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
  MultiKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import { KMS } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { encryptMessage } from "../../../../packages/local-aws/src/user-pool/kms/encryption-message.js";
import { kmsCodeDecrypter } from "../../../../shared/adapters/aws/kms-code-decrypter.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

const POOL = "us-east-1_Example01";
const keyArn = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
let service: AwsService;

beforeEach(async () => {
  service = await startAwsService();
});
afterEach(() => service.close());

/** A ciphertext as Cognito makes it. The service returns its data key. */
const encrypted = (text: string, pool = POOL, arn = keyArn): string => {
  const wrap = (key: Buffer) => {
    service.script("Decrypt", { output: { KeyId: arn, Plaintext: key.toString("base64") } });
    return Buffer.from("wrapped");
  };
  return encryptMessage(Buffer.from(text), { "userpool-id": pool }, { keyArn: arn, wrap }).toString("base64");
};
const decrypter = () => kmsCodeDecrypter(new KMS(service.clientConfig), keyArn);

it("decrypts a code that was encrypted for the pool, with its encryption context", async () => {
  const secret = await decrypter().decrypt(encrypted("271828"), POOL);
  expect(secret?.reveal()).toBe("271828");
  expect(`${secret}`).toBe("[secret]");
  expect(service.inputs("Decrypt")).toMatchObject([
    { KeyId: keyArn, EncryptionContext: { "userpool-id": POOL } },
  ]);
});

it.each([
  ["a code for another pool under the same key", () => encrypted("271828", "us-east-1_Another0")],
  ["a ciphertext under another key", () => encrypted("271828", POOL, keyArn.replace("key/1111", "key/9999"))],
  ["a ciphertext that was changed", () => changed(encrypted("271828"))],
  ["no ciphertext at all", () => "123456"],
  ["nothing", () => ""],
])("answers nothing to %s", async (_, make) => {
  expect(await decrypter().decrypt(make(), POOL)).toBeUndefined();
});
const changed = (ciphertext: string) => {
  const bytes = Buffer.from(ciphertext, "base64");
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  return bytes.toString("base64");
};

it.each(["InvalidCiphertextException", "IncorrectKeyException"])(
  "answers nothing when KMS refuses the ciphertext with %s",
  async (error) => {
    const ciphertext = encrypted("271828");
    service.script("Decrypt", { error });
    expect(await decrypter().decrypt(ciphertext, POOL)).toBeUndefined();
  },
);

it.each(["AccessDeniedException", "KMSInternalException", "ThrottlingException", "DisabledException"])(
  "rejects if KMS returns %s, because a retry can succeed",
  async (error) => {
    const ciphertext = encrypted("271828");
    service.script("Decrypt", { error });
    await expect(decrypter().decrypt(ciphertext, POOL)).rejects.toMatchObject({
      code: "temporarily_unavailable",
    });
  },
);

it("rejects when KMS cannot be reached", async () => {
  const ciphertext = encrypted("271828");
  const kms = new KMS({ ...service.clientConfig, endpoint: "http://127.0.0.1:9" });
  await expect(kmsCodeDecrypter(kms, keyArn).decrypt(ciphertext, POOL)).rejects.toMatchObject({
    code: "temporarily_unavailable",
  });
});

it("decrypts messages of the Encryption SDK, signed and committed", async () => {
  const generated = () => Buffer.alloc(32, 7); // a new one each time: the SDK wipes what it used
  const kms = {
    generateDataKey: async () => ({
      Plaintext: generated(),
      CiphertextBlob: Buffer.from("w"),
      KeyId: keyArn,
    }),
    encrypt: async () => ({ CiphertextBlob: Buffer.from("w"), KeyId: keyArn }),
    decrypt: async () => ({ Plaintext: generated(), KeyId: keyArn }),
  };
  const keyring = new KmsKeyringNode({ generatorKeyId: keyArn, clientProvider: () => kms });
  const { encrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const { result } = await encrypt(keyring, "271828", { encryptionContext: { "userpool-id": POOL } });
  service.script("Decrypt", { output: { KeyId: keyArn, Plaintext: generated().toString("base64") } });
  expect((await decrypter().decrypt(result.toString("base64"), POOL))?.reveal()).toBe("271828");
});

it("asks KMS for one data key at most, whatever a ciphertext claims to have", async () => {
  const wrapping = RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING;
  const local = (keyName: string) =>
    new RawAesKeyringNode({
      keyName,
      keyNamespace: "n",
      unencryptedMasterKey: Buffer.alloc(32),
      wrappingSuite: wrapping,
    });
  const keyring = new MultiKeyringNode({ generator: local("a"), children: [local("b"), local("c")] });
  const { encrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const { result } = await encrypt(keyring, "271828", { encryptionContext: { "userpool-id": POOL } });
  expect(await decrypter().decrypt(result.toString("base64"), POOL)).toBeUndefined();
  expect(service.inputs("Decrypt")).toEqual([]);
});
