/** The profiles and pool users of a user, by user id or address. */
import type { LegacyIdentity, Membership, UserProfile } from "../../domain/account.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { SessionSummary } from "../../domain/session.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { profileAtLink } from "../migration/profile-at-link.js";

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
  const coming = profiles.length === 0 ? await approvedUser(deps, reference.email) : undefined;
  return { profiles: coming === undefined ? profiles : [coming], poolUsers };
};

/** The profile that the first sign-in of a legacy user will write, if the user was approved but the sign-in has not ended. */
const approvedUser = async (
  { directory }: Pick<Deps, "directory">,
  email: string,
): Promise<UserProfile | undefined> => {
  const legacyId = await directory.legacyIdByAddress(email);
  const identity = legacyId === undefined ? undefined : await directory.legacyIdentity(legacyId);
  if (identity?.email !== email) return undefined;
  // A user with a profile has another address by now.
  return (await directory.profile(identity.userId)) === undefined
    ? profileAtLink(identity, email)
    : undefined;
};

/** Also finds a migrated user whose `sub` is not recorded yet, by the user id in the pool's attributes. */
export const poolUsersOf = async (
  deps: Pick<Deps, "directory" | "poolUsers">,
  profile: UserProfile,
): Promise<readonly PoolUser[]> => (await inPool(deps, profile)).poolUsers;

/**
 * `missing`: the pool users that the directory knows and the pool has not. `deleted`: the same, if the pool has none of
 * the user's.
 */
export const inPool = async (
  { directory, poolUsers }: Pick<Deps, "directory" | "poolUsers">,
  { userId, sub, email }: UserProfile,
): Promise<{
  readonly poolUsers: readonly PoolUser[];
  readonly deleted: readonly string[];
  readonly missing: readonly string[];
}> => {
  const subs = [...new Set([...(sub === undefined ? [] : [sub]), ...(await directory.subsOf(userId))])];
  if (subs.length === 0) {
    const named = await poolUsers.byEmail(email);
    return { poolUsers: named.filter((user) => user.userId === userId), deleted: [], missing: [] };
  }
  const found = (await Promise.all(subs.map((each) => poolUsers.bySub(each)))).filter(
    (user) => user !== undefined,
  );
  const missing = subs.filter((each) => !found.some((user) => user.sub === each));
  return { poolUsers: found, deleted: found.length === 0 ? subs : [], missing };
};

const SHOWN_MEMBERSHIPS = 100;

const shownMemberships = async (directory: Deps["directory"], userId: string): Promise<Membership[]> => {
  const [{ items }, former] = await Promise.all([
    directory.memberships(userId, { limit: SHOWN_MEMBERSHIPS }),
    directory.formerMemberships(userId, SHOWN_MEMBERSHIPS),
  ]);
  const held = new Set(items.map(({ systemAccountId }) => systemAccountId));
  return [...items, ...former.filter(({ systemAccountId }) => !held.has(systemAccountId))];
};

/** A profile with its memberships, its legacy identity, its live sessions, and its pool users if all were deleted. */
export const describeProfile = async (
  { directory, poolUsers, sessions }: Pick<Deps, "directory" | "poolUsers" | "sessions">,
  profile: UserProfile,
): Promise<{
  /** With the attributes that the legacy mapping stored. */
  readonly profile: UserProfile & { readonly attributes?: Readonly<Record<string, string>> | undefined };
  readonly memberships: readonly Membership[];
  readonly legacy: LegacyIdentity | undefined;
  readonly sessions: readonly SessionSummary[];
  readonly deletedPoolUsers: readonly string[];
}> => {
  const { userId, legacyId } = profile;
  const [memberships, legacy, live, { deleted }, attributes] = await Promise.all([
    shownMemberships(directory, userId),
    legacyId === undefined ? undefined : directory.legacyIdentity(legacyId),
    sessions.list(userId),
    inPool({ directory, poolUsers }, profile),
    directory.legacyAttributes(userId),
  ]);
  return {
    profile: { ...profile, attributes },
    memberships,
    legacy,
    sessions: live,
    deletedPoolUsers: deleted,
  };
};
