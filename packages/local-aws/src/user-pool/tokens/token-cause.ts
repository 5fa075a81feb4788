/** Why tokens are being made. */
export type TokenCause =
  | "Authentication"
  | "HostedAuth"
  | "NewPasswordChallenge"
  | "AuthenticateDevice"
  | "RefreshTokens";
