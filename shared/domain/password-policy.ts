/**
 * The pool's password policy, checked before the pool is called: the pool reports a policy error only for
 * some users, which would reveal who they are. The symbols are those of Amazon Cognito.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const PASSWORD_POLICY = {
  /** In UTF-16 units, as Amazon Cognito counts. */
  minimumLength: 8,
  maximumLength: 256,
  requirements: [/[A-Z]/, /[a-z]/, /[0-9]/, /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/],
} as const;

/**
 * Cognito refuses white space at either end. It is checked here, before a code is used up or the user waits
 * for a response.
 */
export const isStrongPassword = (password: string): boolean =>
  password.length >= PASSWORD_POLICY.minimumLength &&
  password.length <= PASSWORD_POLICY.maximumLength &&
  password === password.trim() &&
  PASSWORD_POLICY.requirements.every((required) => required.test(password));
