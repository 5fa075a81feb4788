/** A person of the legacy system who is loaded ahead of their first sign-in. */
import type { Membership } from "./account.js";

/** What one transaction holds besides identity, profile and event. */
export const MAX_PREPARED_MEMBERSHIPS = 40;

export type PreparedPerson = {
  readonly legacyId: string;
  readonly userId: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly activeAccountId: string | undefined;
  readonly memberships: readonly Omit<Membership, "userId">[];
};
