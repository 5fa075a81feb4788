/** The code of a sign-in that is under way, kept as a salted hash in that sign-in's session. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { ContactAttribute } from "./destination.js";

export interface SentCode {
  readonly attribute: ContactAttribute;
  readonly address: string;
  /** True for a code that was sent to nobody, and that nothing matches. */
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
