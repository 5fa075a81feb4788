/**
 * The message format of the AWS Encryption SDK, version 1 (developer guide of the AWS Encryption SDK,
 * "Message format reference"). A message has one encrypted data key, one frame, and the suite
 * AES_256_GCM_IV12_TAG16_HKDF_SHA256 (0x0178).
 */
import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts a data key under a key of AWS KMS. */
export interface KeyProvider {
  readonly keyArn: string;
  wrap(dataKey: Buffer, context: Readonly<Record<string, string>>): Buffer;
}

const suite = Buffer.from([0x01, 0x78]);
const framed = 2;
const ivLength = 12;
const frameLength = 4096;
const finalFrame = 0xffffffff;

/** @param plaintext must be shorter than a frame */
export function encryptMessage(
  plaintext: Buffer,
  context: Readonly<Record<string, string>>,
  provider: KeyProvider,
): Buffer {
  const dataKey = randomBytes(32);
  const messageId = randomBytes(16);
  const key = Buffer.from(
    hkdfSync("sha256", dataKey, Buffer.alloc(0), Buffer.concat([suite, messageId]), 32),
  );
  const header = Buffer.concat([
    Buffer.from([0x01, 0x80]),
    suite,
    messageId,
    field(contextBytes(context)),
    uint16(1),
    field(Buffer.from("aws-kms")),
    field(Buffer.from(provider.keyArn)),
    field(provider.wrap(dataKey, context)),
    Buffer.from([framed]),
    uint32(0),
    Buffer.from([ivLength]),
    uint32(frameLength),
  ]);
  // The only frame has counter 1 and the header has 0, so the initialization vectors differ.
  const headerIv = Buffer.alloc(ivLength);
  const headerTag = sealed(key, headerIv, header, Buffer.alloc(0));
  return Buffer.concat([header, headerIv, headerTag, body(key, messageId, plaintext)]);
}

function body(key: Buffer, messageId: Buffer, plaintext: Buffer): Buffer {
  const sequence = uint32(1);
  const iv = Buffer.concat([Buffer.alloc(ivLength - 4), sequence]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(plaintext.length));
  const label = Buffer.from("AWSKMSEncryptionClient Final Frame");
  const authenticated = Buffer.concat([messageId, label, sequence, length]);
  const content = sealed(key, iv, authenticated, plaintext);
  return Buffer.concat([uint32(finalFrame), sequence, iv, uint32(plaintext.length), content]);
}

/** Returns the ciphertext and its tag. */
function sealed(key: Buffer, iv: Buffer, authenticated: Buffer, plaintext: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(authenticated);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Encodes the pairs sorted by name. An empty context has no bytes. */
function contextBytes(context: Readonly<Record<string, string>>): Buffer {
  const names = Object.keys(context).sort();
  if (names.length === 0) return Buffer.alloc(0);
  const pairs = names.flatMap((name) => [field(Buffer.from(name)), field(Buffer.from(context[name] ?? ""))]);
  return Buffer.concat([uint16(names.length), ...pairs]);
}

const field = (bytes: Buffer): Buffer => Buffer.concat([uint16(bytes.length), bytes]);

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
