/** The profiles and pool users of a user, by user id or address. */
import type { LegacyIdentity, Membership, UserProfile } from "../../domain/account.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { SessionSummary } from "../../domain/session.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "directory" | "poolUsers" | "sessions" | "users">;
export type UserReference = { readonly userId: string } | { readonly email: string };

export type FoundUser = {
  readonly profiles: readonly UserProfile[];
  readonly poolUsers: readonly PoolUser[];
};

export const findUser = async (
  deps: Omit<Deps, "sessions">,
  reference: UserReference,
): Promise<FoundUser> => {
  if ("userId" in reference) {
    const profile = await deps.directory.profile(reference.userId);
    return profile
      ? { profiles: [profile], poolUsers: await poolUsersOf(deps, profile) }
      : { profiles: [], poolUsers: [] };
  }
  const poolUsers = await deps.poolUsers.byEmail(reference.email);
  const profiles: UserProfile[] = [];
  for await (const profile of deps.users.profiles()) {
    // A user who changed their address in the pool still has the profile with their `sub`.
    const known = poolUsers.some(({ sub, userId }) => sub === profile.sub || userId === profile.userId);
    if (known || profile.email === reference.email) profiles.push(profile);
  }
  return { profiles, poolUsers };
};

/** Also finds a migrated user whose `sub` is not recorded yet, by the user id in the pool's attributes. */
export const poolUsersOf = async (
  deps: Pick<Deps, "directory" | "poolUsers">,
  profile: UserProfile,
): Promise<readonly PoolUser[]> => (await inPool(deps, profile)).poolUsers;

/** `deleted`: the pool users that the directory knows, if the pool has none of them any more. */
const inPool = async (
  { directory, poolUsers }: Pick<Deps, "directory" | "poolUsers">,
  { userId, sub, email }: UserProfile,
): Promise<{ readonly poolUsers: readonly PoolUser[]; readonly deleted: readonly string[] }> => {
  const subs = [...new Set([...(sub === undefined ? [] : [sub]), ...(await directory.subsOf(userId))])];
  if (subs.length === 0) {
    const named = await poolUsers.byEmail(email);
    return { poolUsers: named.filter((user) => user.userId === userId), deleted: [] };
  }
  const found = (await Promise.all(subs.map((each) => poolUsers.bySub(each)))).filter(
    (user) => user !== undefined,
  );
  return { poolUsers: found, deleted: found.length === 0 ? subs : [] };
};

const SHOWN_MEMBERSHIPS = 100;

/** A profile with its memberships, its legacy identity, its live sessions, and its pool users if all were deleted. */
export const describeProfile = async (
  { directory, poolUsers, sessions }: Pick<Deps, "directory" | "poolUsers" | "sessions">,
  profile: UserProfile,
): Promise<{
  readonly profile: UserProfile;
  readonly memberships: readonly Membership[];
  readonly legacy: LegacyIdentity | undefined;
  readonly sessions: readonly SessionSummary[];
  readonly deletedPoolUsers: readonly string[];
}> => {
  const { userId, legacyId } = profile;
  const [memberships, legacy, live, { deleted }] = await Promise.all([
    directory.memberships(userId, SHOWN_MEMBERSHIPS),
    legacyId === undefined ? undefined : directory.legacyIdentity(legacyId),
    sessions.list(userId),
    inPool({ directory, poolUsers }, profile),
  ]);
  return { profile, memberships, legacy, sessions: live, deletedPoolUsers: deleted };
};
