/**
 * What a person types to say who they are. One person has one spelling: compared after trimming,
 * Unicode composition (NFC) and lower-casing, so that a second spelling never becomes a second user.
 */

const MAX_EMAIL_LENGTH = 254; // RFC 5321 section 4.5.3.1.3, less the angle brackets

// Composed again after lower-casing: some letters, like J with a caron, have a composed form in lower case only.
export const normaliseIdentifier = (typed: string): string =>
  typed.trim().normalize("NFC").toLowerCase().normalize("NFC");

/**
 * The practical subset of RFC 5321 addresses that Cognito accepts as a sign-in name: one `@`, no
 * spaces or control characters, a dotted domain, at most 254 characters.
 */
export const isEmail = (value: string): boolean =>
  value.length <= MAX_EMAIL_LENGTH && /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}.]+(\.[^\s@\p{Cc}.]+)+$/u.test(value);

/** The domain of a normalised e-mail address; empty when there is none. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf("@") + 1);
