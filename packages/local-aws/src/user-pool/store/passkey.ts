/** The passkeys of a user. Plain data: it is written to the data file as it is. */
export const mostPasskeys = 20;

export interface Passkey {
  /** Base64url, as the browser names it. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  counter: number;
  readonly relyingPartyId: string;
  readonly transports: readonly string[];
  readonly attachment?: string;
  readonly createdAt: number;
}

/** A registration that was begun: one a user, used once. */
export interface PasskeyRegistration {
  readonly challenge: string;
  readonly clientId: string;
  readonly expiresAt: number;
}
