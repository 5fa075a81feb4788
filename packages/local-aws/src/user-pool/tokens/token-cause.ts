/** The reason why tokens are issued. */
export type TokenCause =
  | "Authentication"
  | "HostedAuth"
  | "NewPasswordChallenge"
  | "AuthenticateDevice"
  | "RefreshTokens";
