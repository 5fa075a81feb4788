/**
 * The pool's password policy, checked before the pool is asked: what the pool says of a password it
 * may say of some people only. Symbols are those that Amazon Cognito counts.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const PASSWORD_POLICY = {
  minimumLength: 8,
  requirements: [/[A-Z]/, /[a-z]/, /[0-9]/, /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/],
} as const;

// Spaces at the ends are no symbols to Cognito.
export const isStrongPassword = (password: string): boolean =>
  [...password].length >= PASSWORD_POLICY.minimumLength &&
  PASSWORD_POLICY.requirements.every((required) => required.test(password.trim()));
