/**
 * The pool's password policy, checked before the pool is asked: what the pool says of a password it
 * may say of some people only. Symbols are those that Amazon Cognito counts.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const PASSWORD_POLICY = {
  /** In UTF-16 units, as Amazon Cognito counts. */
  minimumLength: 8,
  maximumLength: 256,
  requirements: [/[A-Z]/, /[a-z]/, /[0-9]/, /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/],
} as const;

/** White space at either end is refused by Cognito; asked before a code is used up, or a user waits in between. */
export const isStrongPassword = (password: string): boolean =>
  password.length >= PASSWORD_POLICY.minimumLength &&
  password.length <= PASSWORD_POLICY.maximumLength &&
  password === password.trim() &&
  PASSWORD_POLICY.requirements.every((required) => required.test(password));
