/**
 * Stored passwords: scrypt with a random salt, and the SRP verifier. The scrypt cost is low on purpose, since
 * this pool serves one machine.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { type SrpIdentity, type SrpVerifier, srpVerifier } from "./srp.js";

export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
  readonly cost: number;
  /** Absent in data of a version without SRP. The next sign-in with the password adds it. */
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

/**
 * If there is no hash, does the same work as for a wrong password. Otherwise response times would reveal
 * which users exist.
 */
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
