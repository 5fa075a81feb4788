/** Why tokens are being made. */
export type TokenCause = "Authentication" | "NewPasswordChallenge" | "AuthenticateDevice" | "RefreshTokens";
