/** Translates between legacy ids and user ids, for services that know one of the two. */
import type { LegacyIdentity } from "../../domain/account.js";
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";

export type FindLegacyIdDeps = Pick<Ports, "directory">;

/** @throws AuthError `not_found`, `temporarily_unavailable`. */
export const findByLegacyId = async (deps: FindLegacyIdDeps, legacyId: string): Promise<LegacyIdentity> => {
  const identity = await deps.directory.legacyIdentity(legacyId);
  if (identity === undefined) throw new AuthError("not_found");
  return identity;
};

/** @throws AuthError `not_found`, `temporarily_unavailable`. */
export const findByUserId = async (deps: FindLegacyIdDeps, userId: string): Promise<LegacyIdentity> => {
  const profile = await deps.directory.profile(userId);
  if (profile?.legacyId === undefined) throw new AuthError("not_found");
  const identity = await findByLegacyId(deps, profile.legacyId);
  // The identity may belong to another user by now.
  if (identity.userId !== userId) throw new AuthError("not_found");
  return identity;
};
