/** The passkeys of a user. Plain data, written to the data file unchanged. */
export const mostPasskeys = 20;

export interface Passkey {
  /** Base64url, as in the browser. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  counter: number;
  readonly relyingPartyId: string;
  readonly transports: readonly string[];
  readonly attachment?: string;
  readonly createdAt: number;
}

/** A pending registration. Each user has at most one, and it can be used once. */
export interface PasskeyRegistration {
  readonly challenge: string;
  readonly clientId: string;
  readonly expiresAt: number;
}
