/**
 * People who are in the pool or in the directory more than once, and which of them can be put right
 * without a person's judgement: a federated user with the proved address of exactly one native user,
 * who could have been linked when the duplicate came (the rules of linking are the same).
 */
import type { UserProfile } from "./account.js";
import { type ExternalIdentity, refuseLink } from "./federation.js";
import { asNative, isFederated, type PoolUser } from "./pool-user.js";

export type SameAddress = {
  readonly email: string;
  readonly poolUsers: readonly PoolUser[];
  /** Without those that were merged away. */
  readonly profiles: readonly UserProfile[];
};

/** What a merge has to know to be taken up again by somebody else. */
export type Merge = {
  /** Who stays. */
  readonly userId: string;
  readonly username: string;
  readonly sub: string;
  readonly email: string;
  /** Who goes. */
  readonly duplicateUserId: string;
  readonly duplicateUsername: string;
  readonly identity: ExternalIdentity;
};

export type MergePair = {
  readonly native: PoolUser;
  readonly duplicate: PoolUser;
  readonly identity: ExternalIdentity;
};

/** Pairs to merge, and why the rest needs a person. */
export const pairsToMerge = ({
  poolUsers,
}: Pick<SameAddress, "poolUsers">): { pairs: readonly MergePair[]; unclear: readonly string[] } => {
  const duplicates = poolUsers.filter(isFederated);
  const [native, ...others] = poolUsers.filter((user) => !isFederated(user));
  if (duplicates.length === 0) return { pairs: [], unclear: ["no_federated_user"] };
  if (native === undefined) return { pairs: [], unclear: ["no_native_user"] };
  if (others.length > 0) return { pairs: [], unclear: ["several_native_users"] };
  const pairs: MergePair[] = [];
  const unclear: string[] = [];
  const taken = new Set<string>();
  for (const duplicate of duplicates) {
    const verdict = judgePair(native, duplicate, taken);
    if (typeof verdict === "string") unclear.push(`${duplicate.username}: ${verdict}`);
    else {
      taken.add(verdict.identity.provider);
      pairs.push(verdict);
    }
  }
  return { pairs, unclear };
};

const judgePair = (native: PoolUser, duplicate: PoolUser, taken: ReadonlySet<string>): MergePair | string => {
  const [identity, ...more] = duplicate.identities;
  if (identity === undefined || more.length > 0) return "not_one_identity";
  if (!duplicate.emailVerified) return "email_unverified";
  if (taken.has(identity.provider)) return "provider_linked";
  return refuseLink(asNative(native), identity.provider) ?? { native, duplicate, identity };
};

/** Why two profiles cannot become one; undefined when they can. A missing one stands in nobody's way. */
export const refuseMerge = (
  kept: UserProfile | undefined,
  duplicate: UserProfile | undefined,
): string | undefined => {
  if (kept === undefined || duplicate === undefined) return undefined;
  if (kept.status === "SUSPENDED") return "user_suspended";
  if (kept.userId === duplicate.userId) return undefined;
  if (duplicate.status === "SUSPENDED") return "duplicate_suspended";
  if (kept.legacyId !== undefined && duplicate.legacyId !== undefined) return "two_legacy_ids";
  return undefined;
};
