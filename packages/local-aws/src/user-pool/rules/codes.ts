/**
 * Codes that are sent to users. They have six digits and one purpose, expire, and allow a limited number of
 * wrong guesses. Only a keyed hash is stored. Sign-up and attribute codes expire after 24 hours, password
 * codes after one.
 */
import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { CognitoError } from "../errors.js";
import type { User } from "../store/user.js";

/** `attribute:<name>` verifies a new value of that attribute. */
export type CodePurpose = "sign-up" | "forgot-password" | `attribute:${string}`;

const hourMs = 3_600_000;
const guessesPerCode = 5;

const lifetimeMs = (purpose: CodePurpose): number => (purpose === "forgot-password" ? hourMs : 24 * hourMs);

export const expiredCode = () =>
  new CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.");

export const codeMismatch = () =>
  new CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.");

/** Creates a code that replaces an earlier one of the same purpose. The caller saves the user. */
export function issueCode(
  user: User,
  purpose: CodePurpose,
  attribute: string,
  { secret, now }: { secret: Buffer; now: number },
): string {
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const hash = hashOf(code, user, purpose, secret).toString("base64");
  const issued = { hash, attribute, expiresAt: now + lifetimeMs(purpose), wrongGuesses: 0 };
  user.codes = { ...user.codes, [purpose]: issued };
  return code;
}

/**
 * Throws ExpiredCodeException, CodeMismatchException or TooManyFailedAttemptsException. Counts a wrong guess
 * on the user, so the caller must save the user in either case. The code stays valid until `consumeCode`.
 * @returns the attribute that the code verifies
 */
export function checkCode(
  user: User,
  purpose: CodePurpose,
  given: string,
  { secret, now }: { secret: Buffer; now: number },
): string {
  const stored = user.codes[purpose];
  if (!stored || now >= stored.expiresAt) throw expiredCode();
  if (stored.wrongGuesses >= guessesPerCode) {
    throw new CognitoError(
      "TooManyFailedAttemptsException",
      "Too many wrong codes, please request a new one.",
    );
  }
  if (!timingSafeEqual(hashOf(given, user, purpose, secret), Buffer.from(stored.hash, "base64"))) {
    stored.wrongGuesses += 1;
    throw codeMismatch();
  }
  return stored.attribute;
}

export function consumeCode(user: User, purpose: CodePurpose): void {
  const { [purpose]: _, ...others } = user.codes;
  user.codes = others;
}

const hashOf = (code: string, user: User, purpose: CodePurpose, secret: Buffer): Buffer =>
  createHmac("sha256", secret).update(`${purpose}\n${user.sub}\n${code}`).digest();
