/**
 * Checks a password against a stored hash of the legacy system. Each scheme has a limit on its cost: a hash
 * that would occupy a function for long is not computed. docs/legacy-contract.md lists the formats. Hashes
 * are compared in constant time, except for bcrypt and Argon2 (hash-wasm), whose cost hides the comparison.
 */
import { createHash, pbkdf2, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** `too_costly` and `unknown` do not mean that the password is wrong. */
export type HashVerdict = "match" | "mismatch" | "too_costly" | "unknown";

type Check = (password: string, parts: RegExpExecArray) => Promise<HashVerdict>;

const LIMITS = {
  bcryptCost: 12,
  /** KiB of memory, and memory multiplied by passes. */
  argon2Memory: 64 * 1024,
  argon2Work: 256 * 1024,
  argon2Lanes: 8,
  /** Bytes of memory, and memory multiplied by lanes. */
  scryptMemory: 64 * 1024 * 1024,
  scryptWork: 128 * 1024 * 1024,
  pbkdf2Iterations: 1_000_000,
  keyBytes: 64,
} as const;

export const verifyPasswordHash = async (password: string, stored: string): Promise<HashVerdict> => {
  for (const [form, check] of SCHEMES) {
    const parts = form.exec(stored);
    if (parts) return check(password, parts);
  }
  return "unknown";
};

const verdict = (matches: boolean): HashVerdict => (matches ? "match" : "mismatch");
const same = (one: Uint8Array, other: Uint8Array): HashVerdict =>
  verdict(one.byteLength === other.byteLength && timingSafeEqual(one, other));

const BCRYPT_BYTES = 72;

// Legacy systems truncate longer passwords. A NUL character ends the password in some implementations only.
const checkBcrypt: Check = async (password, [stored, cost = ""]) => {
  if (Number(cost) > LIMITS.bcryptCost) return "too_costly";
  const bytes = Buffer.from(password, "utf8").subarray(0, BCRYPT_BYTES);
  if (bytes.includes(0) || bytes.byteLength === 0) return "mismatch";
  // Loaded on first use, so that other functions and stages do not pay for it.
  const { bcryptVerify } = await import("./wasm-hashes.js");
  return verdict(await bcryptVerify({ password: bytes, hash: stored }));
};

const checkArgon2id: Check = async (password, [stored, memory = "", passes = "", lanes = ""]) => {
  const [m, t, p] = [Number(memory), Number(passes), Number(lanes)];
  if (m > LIMITS.argon2Memory || m * t > LIMITS.argon2Work || p > LIMITS.argon2Lanes) return "too_costly";
  if (t < 1 || p < 1 || m < 8 * p) return "unknown";
  if (password === "") return "mismatch";
  const { argon2Verify } = await import("./wasm-hashes.js");
  return verdict(await argon2Verify({ password, hash: stored }));
};

const deriveScrypt = promisify<string, Uint8Array, number, object, Buffer>(scrypt);
const checkScrypt: Check = async (password, [, ln = "", blocks = "", lanes = "", salt = "", key = ""]) => {
  const [n, r, p] = [2 ** Number(ln), Number(blocks), Number(lanes)];
  const memory = 128 * n * r;
  if (memory > LIMITS.scryptMemory || memory * p > LIMITS.scryptWork) return "too_costly";
  const expected = fromBase64(key);
  if (n < 2 || r < 1 || p < 1 || !isKey(expected)) return "unknown";
  const options = { N: n, r, p, maxmem: 2 * LIMITS.scryptMemory };
  return same(await deriveScrypt(password, fromBase64(salt), expected.byteLength, options), expected);
};

const derivePbkdf2 = promisify(pbkdf2);
const checkPbkdf2 =
  (readSalt: (salt: string) => Buffer): Check =>
  async (password, [, digest = "sha1", rounds = "", salt = "", key = ""]) => {
    const iterations = Number(rounds);
    if (iterations > LIMITS.pbkdf2Iterations) return "too_costly";
    const expected = fromBase64(key);
    if (iterations < 1 || !isKey(expected)) return "unknown";
    return same(
      await derivePbkdf2(password, readSalt(salt), iterations, expected.byteLength, digest),
      expected,
    );
  };

const LDAP_DIGESTS: Readonly<Record<string, readonly [string, number]>> = {
  SSHA: ["sha1", 20],
  SSHA256: ["sha256", 32],
  SSHA512: ["sha512", 64],
};
const checkSaltedLdap: Check = async (password, [, scheme = "", encoded = ""]) => {
  const [digest, length] = LDAP_DIGESTS[scheme] ?? ["sha1", 20];
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.byteLength <= length) return "unknown";
  const [expected, salt] = [bytes.subarray(0, length), bytes.subarray(length)];
  return same(createHash(digest).update(password, "utf8").update(salt).digest(), expected);
};

const checkSaltedHex: Check = async (password, [, digest = "", salt = "", key = ""]) => {
  const expected = Buffer.from(key, "hex");
  const computed = createHash(digest).update(salt, "utf8").update(password, "utf8").digest();
  return computed.byteLength === expected.byteLength ? same(computed, expected) : "unknown";
};

const isKey = ({ byteLength }: Buffer): boolean => byteLength >= 16 && byteLength <= LIMITS.keyBytes;

// Some libraries write a dot for the plus of base64.
const fromBase64 = (text: string): Buffer => Buffer.from(text.replaceAll(".", "+"), "base64");

const BASE64 = "[A-Za-z0-9+/.]+={0,2}";
const SCHEMES: readonly (readonly [RegExp, Check])[] = [
  [/^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/, checkBcrypt],
  [/^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,3})\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/, checkArgon2id],
  [
    new RegExp(`^\\$scrypt\\$ln=(\\d\\d?),r=(\\d{1,3}),p=(\\d{1,3})\\$(${BASE64})\\$(${BASE64})$`),
    checkScrypt,
  ],
  [
    new RegExp(`^\\$pbkdf2(?:-(sha1|sha256|sha512))?\\$(\\d{1,9})\\$(${BASE64})\\$(${BASE64})$`),
    checkPbkdf2(fromBase64),
  ],
  [
    new RegExp(`^pbkdf2_(sha1|sha256|sha512)\\$(\\d{1,9})\\$([^$]{1,128})\\$(${BASE64})$`),
    checkPbkdf2((salt) => Buffer.from(salt, "utf8")),
  ],
  [/^\{(SSHA|SSHA256|SSHA512)\}([A-Za-z0-9+/]+={0,2})$/, checkSaltedLdap],
  [/^(sha1|sha256|sha512)\$([^$]{1,128})\$([0-9a-f]{40,128})$/, checkSaltedHex],
];
