/**
 * What a person types to say who they are. One person has one spelling: compared after trimming,
 * Unicode composition (NFC) and lower-casing, so that a second spelling never becomes a second user.
 */

/** What Amazon Cognito takes as a user name, which is less than RFC 5321 has for an address. */
const MAX_EMAIL_LENGTH = 128;

// Composed again after lower-casing: some letters, like J with a caron, have a composed form in lower case only.
export const normaliseIdentifier = (typed: string): string =>
  typed.trim().normalize("NFC").toLowerCase().normalize("NFC");

/**
 * The practical subset of RFC 5321 addresses that Cognito accepts as a sign-in name: one `@`, no separators,
 * no control, format or unassigned characters (Unicode categories Z and C: an invisible one makes a second name that
 * looks the same), a dotted domain, at most 128 characters.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
export const isEmail = (value: string): boolean =>
  value.length <= MAX_EMAIL_LENGTH &&
  /^[^\s@\p{C}\p{Z}]{1,64}@[^\s@\p{C}\p{Z}.]+(\.[^\s@\p{C}\p{Z}.]+)+$/u.test(value);

/** The domain of a normalised e-mail address; empty when there is none. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf("@") + 1);
