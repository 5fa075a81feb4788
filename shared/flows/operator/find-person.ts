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
    const poolUser = profile && (await poolUserOf(deps, profile));
    return { profiles: profile ? [profile] : [], poolUsers: poolUser ? [poolUser] : [] };
  }
  const poolUsers = await deps.poolUsers.byEmail(key.email);
  const profiles: UserProfile[] = [];
  for await (const profile of deps.users.profiles()) {
    // Somebody who changed their address in the pool still has the profile of their `sub`.
    const known = poolUsers.some(({ sub, userId }) => sub === profile.sub || userId === profile.userId);
    if (known || profile.email === key.email) profiles.push(profile);
  }
  return { profiles, poolUsers };
};

/** Also of somebody who has migrated and whose `sub` nobody has recorded yet: they carry their user id. */
export const poolUserOf = async (
  { poolUsers }: Pick<Deps, "poolUsers">,
  { userId, sub, email }: UserProfile,
): Promise<PoolUser | undefined> =>
  sub === undefined
    ? (await poolUsers.byEmail(email)).find((user) => user.userId === userId)
    : poolUsers.bySub(sub);

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
