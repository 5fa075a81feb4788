/**
 * Sign-in identifiers. Each user has one normalised spelling: trimmed, Unicode composed (NFC) and in lower
 * case. So a second spelling never creates a second user.
 */
import { hasHidden } from "./text.js";

/** Amazon Cognito's limit for a user name, which is lower than that of RFC 5321 for an address. */
const MAX_EMAIL_LENGTH = 128;

// Composed again after lower-casing, because some letters, such as J with caron, have a composed form in
// lower case only.
export const normaliseIdentifier = (typed: string): string =>
  typed.trim().normalize("NFC").toLowerCase().normalize("NFC");

/**
 * The practical subset of RFC 5321 addresses that Cognito accepts as a sign-in name: one `@`, a dotted
 * domain, at most 128 characters. Separators and characters without a visible form are refused, because an
 * invisible character would give a second name that looks the same.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
export const isEmail = (value: string): boolean =>
  value.length <= MAX_EMAIL_LENGTH &&
  !hasHidden(value) &&
  /^[^\s@\p{Z}]{1,64}@[^\s@\p{Z}.]+(\.[^\s@\p{Z}.]+)+$/u.test(value);

/** The domain of a normalised e-mail address. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf("@") + 1);
