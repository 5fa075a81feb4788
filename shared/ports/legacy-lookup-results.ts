/** Results of legacy look-ups that PreSignUp keeps for the later triggers of the same federated sign-in. */

/** The legacy system's answer for the address that the provider verified. `address`: its pseudonym, because a row outlives its user. */
export type LegacyLookupResult = { readonly address: string } & (
  | { readonly kind: "approved"; readonly legacyId: string; readonly userId: string }
  | { readonly kind: "unknown" }
);

/** Stored under the pool's user name: an approval for 30 days, any other for ten minutes. A later result replaces an earlier one. */
export interface LegacyLookupResults {
  keep(userName: string, result: LegacyLookupResult): Promise<void>;
  of(userName: string): Promise<LegacyLookupResult | undefined>;
  /** For an erasure: a result has the ids of the user. */
  forget(userName: string): Promise<void>;
}
