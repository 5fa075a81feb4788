/**
 * The self-signed X.509 certificate (RFC 5280, version 3) of a pool's signing key. It is deterministic, so
 * every call returns the same one. Node.js can read certificates but not create them, so this module encodes
 * the required DER values (X.690).
 */
import { createHash, sign } from "node:crypto";
import type { SigningKey } from "./pool-keys.js";

export interface CertificateOwner {
  /** The common name, of at most 64 characters. */
  readonly name: string;
  readonly issuedAt: number;
}

const validYears = 10;

/** DER. */
export function signingCertificate(key: SigningKey, { name, issuedAt }: CertificateOwner): Buffer {
  const owner = sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from(name)))));
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(serialOf(name)),
    sha256WithRsa,
    owner,
    sequence(
      time(issuedAt),
      time(new Date(issuedAt).setUTCFullYear(new Date(issuedAt).getUTCFullYear() + validYears)),
    ),
    owner,
    key.publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("RSA-SHA256", content, key.privateKey);
  return sequence(content, sha256WithRsa, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const digits = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.of(tag, 0x80 | digits.length), digits, content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

/** Encodes a positive number whose first bit is clear. */
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);

const identifier = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, "hex"));

/** 2.5.4.3 */
const commonName = identifier("550403");

/** 1.2.840.113549.1.1.11, with NULL parameters (RFC 8017, A.2.4). */
const sha256WithRsa = sequence(identifier("2a864886f70d01010b"), Buffer.of(0x05, 0));

function serialOf(name: string): Buffer {
  const digest = createHash("sha256").update(name).digest().subarray(0, 16);
  return Buffer.concat([Buffer.of(0x01), digest]);
}

/** UTCTime has two digits for the year and covers years until 2049 (RFC 5280, 4.1.2.5). */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(/[-:T]/g, "");
  return digits < "2050" ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}
