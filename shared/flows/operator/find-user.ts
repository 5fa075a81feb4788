/** The profiles and pool users of a user, by user id or address. */
import type { LegacyIdentity, Membership, UserProfile } from "../../domain/account.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "directory" | "poolUsers" | "users">;
export type UserKey = { readonly userId: string } | { readonly email: string };

export type FoundUser = {
  readonly profiles: readonly UserProfile[];
  readonly poolUsers: readonly PoolUser[];
};

export const findUser = async (deps: Deps, key: UserKey): Promise<FoundUser> => {
  if ("userId" in key) {
    const profile = await deps.directory.profile(key.userId);
    const poolUser = profile && (await poolUserOf(deps, profile));
    return { profiles: profile ? [profile] : [], poolUsers: poolUser ? [poolUser] : [] };
  }
  const poolUsers = await deps.poolUsers.byEmail(key.email);
  const profiles: UserProfile[] = [];
  for await (const profile of deps.users.profiles()) {
    // A user who changed their address in the pool still has the profile with their `sub`.
    const known = poolUsers.some(({ sub, userId }) => sub === profile.sub || userId === profile.userId);
    if (known || profile.email === key.email) profiles.push(profile);
  }
  return { profiles, poolUsers };
};

/** Also finds a migrated user whose `sub` is not recorded yet, by the user id in the pool's attributes. */
export const poolUserOf = async (
  { poolUsers }: Pick<Deps, "poolUsers">,
  { userId, sub, email }: UserProfile,
): Promise<PoolUser | undefined> =>
  sub === undefined
    ? (await poolUsers.byEmail(email)).find((user) => user.userId === userId)
    : poolUsers.bySub(sub);

const SHOWN_MEMBERSHIPS = 100;

/** A profile with its memberships and its legacy identity. */
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
