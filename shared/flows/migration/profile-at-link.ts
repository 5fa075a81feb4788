/** The profile that the link of an approved identity writes for a user who has none. */
import type { LegacyIdentity, UserProfile } from "../../domain/account.js";

export const profileAtLink = (
  { userId, legacyId }: Pick<LegacyIdentity, "userId" | "legacyId">,
  email: string,
): UserProfile => ({
  ...{ userId, email, legacyId, status: "ACTIVE" },
  ...{ groups: [], membershipCount: 0, membershipVersion: 0 },
});
