/** The code of a pending sign-in, stored as a salted hash in the session of the sign-in. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { ContactAttribute } from "./destination.js";

export interface SentCode {
  readonly attribute: ContactAttribute;
  readonly address: string;
  /** True for a code that was not sent. No input matches it. */
  readonly simulated: boolean;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export const sentCode = (attribute: ContactAttribute, address: string, code: string): SentCode => ({
  attribute,
  address,
  simulated: false,
  ...kept(code),
});

export const codeMatches = ({ simulated, salt, hash }: SentCode, given: string): boolean =>
  timingSafeEqual(hash, hashOf(given, salt)) && !simulated;

function kept(code: string) {
  const salt = randomBytes(16);
  return { salt, hash: hashOf(code, salt) };
}

export const simulatedCode = (attribute: ContactAttribute): SentCode => ({
  attribute,
  address: "",
  simulated: true,
  ...kept(""),
});

const hashOf = (code: string, salt: Buffer): Buffer => createHmac("sha256", salt).update(code).digest();
