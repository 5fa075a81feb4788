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

/** The pattern of a password in the API, `^[\S]+.*[\S]+$`, whose point matches no line terminator. */
const LINE_TERMINATOR = /[\n\r\u0085\u2028\u2029]/;

/**
 * Cognito refuses white space at either end, and line breaks. It is checked here, before a code is used up or the user waits
 * for a response.
 */
export const isStrongPassword = (password: string): boolean =>
  password.length >= PASSWORD_POLICY.minimumLength &&
  password.length <= PASSWORD_POLICY.maximumLength &&
  password === password.trim() &&
  !LINE_TERMINATOR.test(password) &&
  PASSWORD_POLICY.requirements.every((required) => required.test(password));
