/**
 * The server side of the Secure Remote Password protocol as Amazon Cognito uses it: SRP-6a (RFC 2945, RFC
 * 5054) over the 3072-bit group of RFC 3526 with generator 2, SHA-256, and a key derived with HKDF (RFC
 * 5869). The password hash includes the pool's name (the id without its Region) and the username. For a
 * device it includes the device group key and the device key. (Developer guide, "Working with user devices";
 * API reference, InitiateAuth.)
 */
import {
  createDiffieHellman,
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** Stored instead of the password. */
export interface SrpVerifier {
  /** A hexadecimal number. */
  readonly salt: string;
  /** A number in base64, which is a third shorter than hexadecimal. Each user has one. */
  readonly verifier: string;
}

export interface SrpIdentity {
  /** The pool's name, or the device group key. */
  readonly group: string;
  /** The username, or the device key. */
  readonly name: string;
}

/** A pending exchange. */
export interface SrpExchange {
  readonly identity: SrpIdentity;
  readonly salt: string;
  /** Hexadecimal, for the client. */
  readonly publicValue: string;
  /** Base64. The client returns it with the proof. */
  readonly secretBlock: string;
  /** Verifies that the client knows the password. */
  readonly key: Buffer;
}

const prime = getDiffieHellman("modp15").getPrime();
const modulus = toNumber(prime);
const generator = 2n;
const multiplier = toNumber(sha256(signed(modulus), signed(generator)));
const keyInfo = "Caldera Derived Key";

/** The pool's name: the part of the id after the Region, as in `us-east-1_AbcdEf123`. */
export const srpGroup = (poolId: string): string => poolId.slice(poolId.indexOf("_") + 1);

export function srpVerifier(identity: SrpIdentity, password: string, salt = randomBytes(16)): SrpVerifier {
  const hashed = createHash("sha256").update(`${identity.group}${identity.name}:${password}`).digest();
  const exponent = sha256(signed(toNumber(salt)), hashed);
  return { salt: salt.toString("hex"), verifier: unsigned(power(generator, exponent)).toString("base64") };
}

/** Returns undefined if the client's public value is not in the group. Such values can force a known key. */
export function startSrp(
  identity: SrpIdentity,
  stored: SrpVerifier,
  clientValue: string,
): SrpExchange | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(clientValue)) return undefined;
  const clientPublic = BigInt(`0x${clientValue}`);
  if (clientPublic % modulus === 0n || clientPublic >= modulus) return undefined;
  const secret = randomBytes(32);
  const verifier = toNumber(Buffer.from(stored.verifier, "base64"));
  const publicValue = (multiplier * verifier + power(generator, secret)) % modulus;
  const scramble = sha256(signed(clientPublic), signed(publicValue));
  try {
    const base = (clientPublic * power(verifier, scramble)) % modulus;
    const shared = signed(power(base, secret));
    const key = Buffer.from(hkdfSync("sha256", shared, signed(toNumber(scramble)), keyInfo, 16));
    const secretBlock = randomBytes(256).toString("base64");
    return { identity, salt: stored.salt, publicValue: publicValue.toString(16), secretBlock, key };
  } catch {
    // The implementation of the group rejects a value outside its subgroup.
    return undefined;
  }
}

export interface SrpProof {
  readonly secretBlock: string;
  readonly timestamp: string;
  readonly signature: string;
}

export function srpProofHolds({ identity, secretBlock, key }: SrpExchange, proof: SrpProof): boolean {
  if (proof.secretBlock !== secretBlock) return false;
  const expected = createHmac("sha256", key)
    .update(`${identity.group}${identity.name}`)
    .update(Buffer.from(secretBlock, "base64"))
    .update(proof.timestamp)
    .digest();
  const given = Buffer.from(proof.signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Uses the Diffie-Hellman code of the crypto library, which runs in constant time regarding the exponent. */
function power(base: bigint, exponent: Buffer): bigint {
  const group = createDiffieHellman(prime, Number(generator));
  group.setPrivateKey(exponent);
  if (base !== generator) return toNumber(group.computeSecret(unsigned(base)));
  return toNumber(group.generateKeys());
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

function unsigned(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

/** Encodes a positive number like Java's BigInteger: with a leading zero byte if the first bit is set. */
function signed(value: bigint): Buffer {
  const bytes = unsigned(value);
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}
