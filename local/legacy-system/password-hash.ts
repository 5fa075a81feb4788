/**
 * Stored passwords: scrypt (RFC 7914) with a random salt. The cost is low because the users are fictitious.
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** scrypt's N, a power of two. */
export const DEFAULT_HASH_COST = 4096;
const KEY_BYTES = 32;

export type PasswordHash = { readonly salt: string; readonly key: string };

export const hashPassword = async (password: string, cost: number): Promise<PasswordHash> => {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return { salt: salt.toString("base64"), key: key.toString("base64") };
};

/** An unknown user costs the same work, so that the time does not reveal which users exist. */
export const passwordMatches = async (
  password: string,
  stored: PasswordHash | undefined,
  cost: number,
): Promise<boolean> => {
  const key = await derive(password, Buffer.from(stored?.salt ?? "", "base64"), cost);
  return stored !== undefined && timingSafeEqual(key, Buffer.from(stored.key, "base64"));
};

const derive = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, KEY_BYTES, { N: cost, r: 8, p: 1 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
