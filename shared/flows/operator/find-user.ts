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
  { directory, poolUsers }: Pick<Deps, "directory" | "poolUsers">,
  { userId, sub, email }: UserProfile,
): Promise<readonly PoolUser[]> => {
  const subs = new Set([...(sub === undefined ? [] : [sub]), ...(await directory.subsOf(userId))]);
  if (subs.size === 0) return (await poolUsers.byEmail(email)).filter((user) => user.userId === userId);
  const found = await Promise.all([...subs].map((each) => poolUsers.bySub(each)));
  return found.filter((user) => user !== undefined);
};

const SHOWN_MEMBERSHIPS = 100;

/** A profile with its memberships, its legacy identity and its live sessions. */
export const describeProfile = async (
  { directory, sessions }: Pick<Deps, "directory" | "sessions">,
  profile: UserProfile,
): Promise<{
  readonly profile: UserProfile;
  readonly memberships: readonly Membership[];
  readonly legacy: LegacyIdentity | undefined;
  readonly sessions: readonly SessionSummary[];
}> => {
  const { userId, legacyId } = profile;
  const [memberships, legacy, live] = await Promise.all([
    directory.memberships(userId, SHOWN_MEMBERSHIPS),
    legacyId === undefined ? undefined : directory.legacyIdentity(legacyId),
    sessions.list(userId),
  ]);
  return { profile, memberships, legacy, sessions: live };
};
