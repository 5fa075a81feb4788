/** The rules for the username of a new user. (Developer guide, "Customizing sign-in attributes".) */
import { invalidParameter } from "../errors.js";
import type { PoolSettings } from "../settings/pool-settings.js";

type SignInNames = Pick<PoolSettings, "UsernameAttributes" | "AliasAttributes">;

/** Throws InvalidParameterException if the pool does not allow the name for new users. */
export function checkNewUsername(
  { UsernameAttributes: required, AliasAttributes: aliases }: SignInNames,
  username: string,
): void {
  const isEmail = looksLikeEmail(username);
  const isPhone = looksLikePhone(username);
  if (required.length > 0) {
    const matches = (required.includes("email") && isEmail) || (required.includes("phone_number") && isPhone);
    if (matches) return;
    const wanted = required.map((name) => (name === "email" ? "an email" : "a phone number")).join(" or ");
    throw invalidParameter(`Username should be ${wanted}.`);
  }
  if ((aliases.includes("email") && isEmail) || (aliases.includes("phone_number") && isPhone)) {
    const format = isEmail ? "email" : "phone number";
    throw invalidParameter(
      `Username cannot be of ${format} format, since user pool is configured for ${format} alias.`,
    );
  }
}

/** The attribute that a sign-in name belongs to, in a pool with UsernameAttributes. */
export function signInAttribute(
  { UsernameAttributes }: SignInNames,
  username: string,
): "email" | "phone_number" | undefined {
  if (UsernameAttributes.length === 0) return undefined;
  return looksLikeEmail(username) ? "email" : "phone_number";
}

const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text);

const looksLikePhone = (text: string): boolean => /^\+[1-9]\d{1,14}$/.test(text);
