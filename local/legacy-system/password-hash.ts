/** Passwords at rest: scrypt (RFC 7914) with a random salt. The cost is small because the people here are made up. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

const COST: ScryptOptions = { N: 4096, r: 8, p: 1 };
const KEY_BYTES = 32;

export type PasswordHash = { readonly salt: string; readonly key: string };

export const hashPassword = async (password: string): Promise<PasswordHash> => {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return { salt: salt.toString("base64"), key: key.toString("base64") };
};

/** Nobody's hash costs the work of somebody's, so that time does not tell who has an account. */
export const passwordMatches = async (
  password: string,
  stored: PasswordHash | undefined,
): Promise<boolean> => {
  const key = await derive(password, Buffer.from(stored?.salt ?? "", "base64"));
  return stored !== undefined && timingSafeEqual(key, Buffer.from(stored.key, "base64"));
};

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
