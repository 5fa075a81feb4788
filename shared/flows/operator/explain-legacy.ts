/** Everything that decides whether a record of the legacy system can be migrated now, and by whom it was. */
import type { LegacyIdentity, UserProfile } from "../../domain/account.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { type FoundConflict, findConflicts } from "./find-conflicts.js";
import { poolUserOf } from "./find-person.js";

type Deps = Pick<OperatorPorts, "auditSearch" | "directory" | "poolUsers" | "pseudonyms">;

export type LegacySituation = {
  readonly identity: LegacyIdentity | undefined;
  /** Of the user who has the identity. */
  readonly profile: UserProfile | undefined;
  /** Of that user: while there is one, they sign in by themselves, and the identity is theirs. */
  readonly poolUser: PoolUser | undefined;
  readonly conflicts: readonly FoundConflict[];
};

export const explainLegacy = async (deps: Deps, legacyId: string): Promise<LegacySituation> => ({
  ...(await holderOf(deps, legacyId)),
  conflicts: await findConflicts(deps, { legacyId }),
});

/** Who has the identity, as far as anybody does. */
export const holderOf = async (
  deps: Pick<Deps, "directory" | "poolUsers">,
  legacyId: string,
): Promise<Omit<LegacySituation, "conflicts">> => {
  const identity = await deps.directory.legacyIdentity(legacyId);
  const profile = identity && (await deps.directory.profile(identity.userId));
  const poolUser = profile && ((await poolUserOf(deps, profile)) ?? (await byUserId(deps, profile)));
  return { identity, profile, poolUser };
};

// A user of the pool who was made anew has another `sub` until they sign in.
const byUserId = async (
  { poolUsers }: Pick<Deps, "poolUsers">,
  { userId, email }: UserProfile,
): Promise<PoolUser | undefined> => (await poolUsers.byEmail(email)).find((user) => user.userId === userId);
