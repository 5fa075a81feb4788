/** Compact JWS with RS256, the format of Amazon Cognito's ID and access tokens (RFC 7515, RFC 7519). */
import { sign, verify } from "node:crypto";
import { promisify } from "node:util";
import type { SigningKey } from "./pool-keys.js";

/** Runs on the thread pool, so that parallel sign-ins do not wait for each other's signatures. */
const signInBackground = promisify<string, Buffer, SigningKey["privateKey"], Buffer>(sign);

export type Claims = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function signJwt(key: SigningKey, claims: Claims): Promise<string> {
  const input = `${encode({ kid: key.kid, alg: "RS256" })}.${encode(claims)}`;
  const signature = await signInBackground("RSA-SHA256", Buffer.from(input), key.privateKey);
  return `${input}.${signature.toString("base64url")}`;
}

/**
 * Returns the claims of a token that this key signed, or undefined. The caller must check expiry and other
 * claims.
 */
export function verifiedClaims(key: SigningKey, token: string): Claims | undefined {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0) return undefined;
  const { alg, kid } = parsed(header) ?? {};
  if (alg !== "RS256" || kid !== key.kid) return undefined;
  const input = Buffer.from(`${header}.${payload}`);
  const genuine = verify("RSA-SHA256", input, key.publicKey, Buffer.from(signature, "base64url"));
  return genuine ? parsed(payload) : undefined;
}

/** Returns the unverified claims of a token, to find the pool that it names. */
export const unverifiedClaims = (token: string): Claims | undefined => parsed(token.split(".")[1] ?? "");

function parsed(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
