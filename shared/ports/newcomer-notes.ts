/** Data of a new federated user that PreSignUp keeps for the later triggers of the same sign-in. */

/** The legacy system's answer about the address that the provider verified. */
export type NewcomerNote = { readonly email: string } & (
  | { readonly kind: "approved"; readonly legacyId: string; readonly userId: string }
  | { readonly kind: "unknown" }
);

/** Stored under the pool's user name for ten minutes. A later note replaces an earlier one. */
export interface NewcomerNotes {
  keep(userName: string, note: NewcomerNote): Promise<void>;
  of(userName: string): Promise<NewcomerNote | undefined>;
}
