/** The password policy of a pool (developer guide, "Password requirements"). */
import { randomInt } from "node:crypto";
import { CognitoError } from "../errors.js";
import type { PasswordPolicy, PoolSettings } from "../settings/pool-settings.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { hashPassword, type PasswordHash, passwordMatches } from "./password-hash.js";
import { srpGroup } from "./srp.js";

const symbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

const classes = [
  { flag: "RequireLowercase", word: "lowercase characters", has: (text: string) => /[a-z]/.test(text) },
  { flag: "RequireUppercase", word: "uppercase characters", has: (text: string) => /[A-Z]/.test(text) },
  { flag: "RequireNumbers", word: "numeric characters", has: (text: string) => /[0-9]/.test(text) },
  { flag: "RequireSymbols", word: "symbol characters", has: hasSymbol },
] as const;

/** A space counts as a symbol inside a password, but not at its ends. */
function hasSymbol(text: string): boolean {
  return [...text.trim()].some((character) => symbols.includes(character) || character === " ");
}

const unconforming = (reason: string) =>
  new CognitoError("InvalidPasswordException", `Password did not conform with policy: ${reason}`);

/** Throws InvalidPasswordException. */
export function checkPassword(settings: PoolSettings, password: string): void {
  const policy: PasswordPolicy = settings.Policies.PasswordPolicy;
  if (password.length < policy.MinimumLength) throw unconforming("Password not long enough");
  if (password.length > 256) throw unconforming("Password too long");
  if (password !== password.trim()) throw unconforming("Password must not begin or end with a space");
  const missing = classes.find(({ flag, has }) => policy[flag] && !has(password));
  if (missing) throw unconforming(`Password must have ${missing.word}`);
}

/** Throws PasswordHistoryPolicyViolationException if the password is in the history that the pool keeps. */
async function checkHistory(settings: PoolSettings, user: User, password: string): Promise<void> {
  const size = settings.Policies.PasswordPolicy.PasswordHistorySize;
  const remembered = [user.password, ...user.passwordHistory].slice(0, size);
  for (const hash of remembered) {
    if (hash && (await passwordMatches(password, hash))) {
      throw new CognitoError("PasswordHistoryPolicyViolationException", "Password has previously been used.");
    }
  }
}

/** Checks a new password against policy and history. Returns the hash for `storePassword`. */
export async function acceptPassword(pool: Pool, user: User, password: string): Promise<PasswordHash> {
  checkPassword(pool.settings, password);
  await checkHistory(pool.settings, user, password);
  return hashPassword(password, { group: srpGroup(pool.id), name: user.username });
}

/** Synchronous, so that nothing else can change the user in between. The caller saves the user. */
export function storePassword(settings: PoolSettings, user: User, hash: PasswordHash): void {
  const size = settings.Policies.PasswordPolicy.PasswordHistorySize;
  user.passwordHistory = [user.password, ...user.passwordHistory]
    .filter((old) => old !== undefined)
    .slice(0, size)
    .map(({ srp: _, ...kept }) => kept);
  user.password = hash;
  delete user.temporaryPasswordExpiresAt;
}

/** Returns a temporary password that satisfies every policy of this length. */
export function generatePassword(settings: PoolSettings): string {
  const sets = ["abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!@#%&*?"];
  const length = Math.max(settings.Policies.PasswordPolicy.MinimumLength, 12);
  const characters = Array.from({ length }, (_, index) => draw(sets[index % sets.length] ?? ""));
  return characters.join("");
}

const draw = (set: string): string => set.charAt(randomInt(set.length));
