/** Reads a message of the AWS Encryption SDK as a function does: the data key from AWS KMS, here the pool's Decrypt. */
import { createDecipheriv, hkdfSync } from "node:crypto";
import type { World } from "./world.js";

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#at;
  }

  take(length: number): Buffer {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  field = (): Buffer => this.take(this.take(2).readUInt16BE());
}

export const decryptWithKms = async ({ running }: World, request: object) => {
  const headers = { "x-amz-target": "TrentService.Decrypt", "content-type": "application/x-amz-json-1.1" };
  const response = await fetch(running.url, { method: "POST", headers, body: JSON.stringify(request) });
  return (await response.json()) as { Plaintext?: string; KeyId?: string; __type?: string };
};

function opened(key: Buffer, iv: Buffer, authenticated: Buffer, text: Buffer, tag: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key, iv).setAAD(authenticated).setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
}

export async function decryptedCode(world: World, code: string) {
  const message = Buffer.from(code, "base64");
  const reader = new Reader(message);
  const [version, suite, messageId] = [reader.take(2), reader.take(2), reader.take(16)];
  const pairs = new Reader(reader.field());
  pairs.take(2);
  const context = { [pairs.field().toString()]: pairs.field().toString() };
  reader.take(2);
  const [provider, keyArn, CiphertextBlob] = [
    reader.field(),
    reader.field(),
    reader.field().toString("base64"),
  ];
  reader.take(1 + 4 + 1 + 4);
  const header = message.subarray(0, reader.position);
  const { Plaintext = "" } = await decryptWithKms(world, { CiphertextBlob, EncryptionContext: context });
  const info = Buffer.concat([suite, messageId]);
  const key = Buffer.from(hkdfSync("sha256", Buffer.from(Plaintext, "base64"), Buffer.alloc(0), info, 32));
  opened(key, reader.take(12), header, Buffer.alloc(0), reader.take(16));
  reader.take(4);
  const [sequence, iv] = [reader.take(4), reader.take(12)];
  const length = reader.take(4);
  const label = Buffer.from("AWSKMSEncryptionClient Final Frame");
  const authenticated = Buffer.concat([messageId, label, sequence, Buffer.alloc(4), length]);
  const text = opened(key, iv, authenticated, reader.take(length.readUInt32BE()), reader.take(16));
  return { text, context, provider: provider.toString(), keyArn: keyArn.toString(), version, CiphertextBlob };
}
