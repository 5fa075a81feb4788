/**
 * Passwords at rest: scrypt with a random salt, and the SRP verifier. The cost is small on purpose: this pool serves one
 * machine.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { type SrpIdentity, type SrpVerifier, srpVerifier } from "./srp.js";

export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
  readonly cost: number;
  /** Absent in data of a version that had no SRP; the next sign-in with the password itself adds it. */
  readonly srp?: SrpVerifier;
}

const cost = 1024;
const keyLength = 32;

export async function hashPassword(password: string, owner: SrpIdentity): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return {
    salt: salt.toString("base64"),
    hash: hash.toString("base64"),
    cost,
    srp: srpVerifier(owner, password),
  };
}

/** A missing hash costs the same work as a wrong password, so that time does not tell who exists. */
export async function passwordMatches(password: string, stored: PasswordHash | undefined): Promise<boolean> {
  if (!stored) {
    await derive(password, Buffer.alloc(16), cost);
    return false;
  }
  const hash = await derive(password, Buffer.from(stored.salt, "base64"), stored.cost);
  return timingSafeEqual(hash, Buffer.from(stored.hash, "base64"));
}

function derive(password: string, salt: Buffer, N: number): Promise<Buffer> {
  const options: ScryptOptions = { N, r: 8, p: 1 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyLength, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
