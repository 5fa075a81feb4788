/** A legacy user who is loaded before the first sign-in. */
import type { Membership } from "./account.js";

/** The memberships that fit into one transaction beside the identity, the profile and the event. */
export const MAX_PREPARED_MEMBERSHIPS = 40;

export type PreparedUser = {
  readonly legacyId: string;
  readonly userId: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly activeAccountId: string | undefined;
  readonly memberships: readonly Omit<Membership, "userId">[];
};
