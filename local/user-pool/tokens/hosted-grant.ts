/** What a client asked for at the authorize endpoint, and the tokens of that sign-in carry. */
export interface HostedGrant {
  readonly scopes: readonly string[];
  readonly nonce?: string | undefined;
}
