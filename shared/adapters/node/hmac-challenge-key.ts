/**
 * Codes, link tokens and keyed hashes from one secret. A label inside the HMAC separates the uses, so that no
 * use can produce a value of another.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { CODE_DIGITS } from "../../domain/challenge/challenge.js";
import type { ChallengeKey } from "../../ports/challenges.js";
import type { Secrets } from "../../ports/index.js";

export const hmacChallengeKey = (secrets: Secrets, secretName: string): ChallengeKey => {
  const mac = async (label: "code" | "hash" | "link", text: string): Promise<Buffer> => {
    const key = await secrets.value(secretName);
    return createHmac("sha256", key.reveal()).update(`${label}\n${text}`).digest();
  };
  const sign = async (body: string) => (await mac("link", body)).toString("base64url");
  return {
    code: async (reference) => {
      // 48 bits modulo 10^8: the bias towards any value is less than one in two million.
      const number = (await mac("code", reference)).readUIntBE(0, 6) % 10 ** CODE_DIGITS;
      return String(number).padStart(CODE_DIGITS, "0");
    },
    magicLinkToken: async (reference, expiresAtSeconds) => {
      const body = `${reference}.${expiresAtSeconds}`;
      return `${body}.${await sign(body)}`;
    },
    readMagicLinkToken: async (token) => {
      const [, body, reference, expires, signature] = TOKEN.exec(token) ?? [];
      if (body === undefined || reference === undefined || signature === undefined) return undefined;
      if (!same(signature, await sign(body))) return undefined;
      return { reference, expiresAtSeconds: Number(expires) };
    },
    hash: async (text) => (await mac("hash", text)).toString("base64url"),
    same,
  };
};

const TOKEN = /^(([A-Za-z0-9_-]{8,64})\.([0-9]{1,12}))\.([A-Za-z0-9_-]{43})$/;

const same = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
