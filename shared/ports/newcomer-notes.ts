/** What PreSignUp learnt of a newcomer, for the triggers that follow in the same sign-in; part of ../ports.ts. */

/** What the legacy system said of the address that the provider proved. */
export type NewcomerNote = { readonly email: string } & (
  | { readonly kind: "approved"; readonly legacyId: string; readonly userId: string }
  | { readonly kind: "unknown" }
);

/** By the pool's user name, for ten minutes; a later note replaces an earlier one. */
export interface NewcomerNotes {
  keep(userName: string, note: NewcomerNote): Promise<void>;
  of(userName: string): Promise<NewcomerNote | undefined>;
}
