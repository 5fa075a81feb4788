/** Everything that is known of a person, by their user id or their address: profiles and users of the pool. */
import type { LegacyIdentity, Membership, UserProfile } from "../../domain/account.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "directory" | "poolUsers" | "users">;
export type PersonKey = { readonly userId: string } | { readonly email: string };

export type FoundPerson = {
  readonly profiles: readonly UserProfile[];
  readonly poolUsers: readonly PoolUser[];
};

export const findPerson = async (deps: Deps, key: PersonKey): Promise<FoundPerson> => {
  if ("userId" in key) {
    const profile = await deps.directory.profile(key.userId);
    const poolUser = profile?.sub === undefined ? undefined : await deps.poolUsers.bySub(profile.sub);
    return { profiles: profile ? [profile] : [], poolUsers: poolUser ? [poolUser] : [] };
  }
  const poolUsers = await deps.poolUsers.byEmail(key.email);
  const profiles: UserProfile[] = [];
  for await (const profile of deps.users.profiles()) {
    // Somebody who changed their address in the pool still has the profile of their `sub`.
    if (profile.email === key.email || poolUsers.some(({ sub }) => sub === profile.sub))
      profiles.push(profile);
  }
  return { profiles, poolUsers };
};

const SHOWN_MEMBERSHIPS = 100;

/** A profile with what hangs on it. */
export const describeProfile = async (
  { directory }: Pick<Deps, "directory">,
  profile: UserProfile,
): Promise<{
  readonly profile: UserProfile;
  readonly memberships: readonly Membership[];
  readonly legacy: LegacyIdentity | undefined;
}> => {
  const { userId, legacyId } = profile;
  const [memberships, legacy] = await Promise.all([
    directory.memberships(userId, SHOWN_MEMBERSHIPS),
    legacyId === undefined ? undefined : directory.legacyIdentity(legacyId),
  ]);
  return { profile, memberships, legacy };
};
