/** Everything that decides whether a legacy record can be migrated now, and the user who has it already. */
import type { LegacyIdentity, UserProfile } from "../../domain/account.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { type FoundConflicts, findConflicts } from "./find-conflicts.js";
import { poolUsersOf } from "./find-user.js";

type Deps = Pick<OperatorPorts, "auditSeal" | "auditSearch" | "directory" | "poolUsers" | "pseudonyms">;

export type LegacySituation = FoundConflicts & {
  readonly identity: LegacyIdentity | undefined;
  /** Profile of the user who has the legacy identity. Undefined if a first sign-in stopped before the link. */
  readonly profile: UserProfile | undefined;
  /** Pool user of that user. While it exists, the user can sign in, so the identity stays theirs. */
  readonly poolUser: PoolUser | undefined;
};

export const explainLegacy = async (deps: Deps, legacyId: string): Promise<LegacySituation> => ({
  ...(await holderOf(deps, legacyId)),
  ...(await findConflicts(deps, { legacyId })),
});

/** The user who has the legacy identity. All undefined if there is no identity. */
export const holderOf = async (
  deps: Pick<Deps, "directory" | "poolUsers">,
  legacyId: string,
): Promise<Omit<LegacySituation, keyof FoundConflicts>> => {
  const identity = await deps.directory.legacyIdentity(legacyId);
  const profile = identity && (await deps.directory.profile(identity.userId));
  if (profile === undefined) {
    const { userId, email } = identity ?? {};
    const named = userId !== undefined && email !== undefined;
    return { identity, profile, poolUser: named ? await byUserId(deps, { userId, email }) : undefined };
  }
  const poolUser = (await poolUsersOf(deps, profile))[0] ?? (await byUserId(deps, profile));
  return { identity, profile, poolUser };
};

// A pool user who was created again has a `sub` that the directory does not know until the next sign-in.
const byUserId = async (
  { poolUsers }: Pick<Deps, "poolUsers">,
  { userId, email }: Pick<UserProfile, "userId" | "email">,
): Promise<PoolUser | undefined> => (await poolUsers.byEmail(email)).find((user) => user.userId === userId);
