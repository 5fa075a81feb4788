/**
 * Duplicate users in the pool or the directory, and which can be merged without a human decision: a federated
 * user with the verified address of exactly one native user. The rules are the same as for linking, so the
 * identity could have been linked when the duplicate was created.
 */
import type { UserProfile } from "./account.js";
import { type ExternalIdentity, refuseIdentityLink } from "./federation.js";
import { asNative, isFederated, type PoolUser } from "./pool-user.js";

export type SameAddress = {
  readonly email: string;
  readonly poolUsers: readonly PoolUser[];
  /** Without profiles that were merged into another user. */
  readonly profiles: readonly UserProfile[];
};

/** The stored state of a merge, so that another run can resume it. */
export type Merge = {
  /** The user that is kept. */
  readonly userId: string;
  readonly username: string;
  readonly sub: string;
  readonly email: string;
  /** The duplicate. */
  readonly duplicateUserId: string;
  readonly duplicateUsername: string;
  readonly identity: ExternalIdentity;
};

export type MergePair = {
  readonly native: PoolUser;
  readonly duplicate: PoolUser;
  readonly identity: ExternalIdentity;
};

/** The pairs to merge, and the reasons why other duplicates need a human decision. */
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
  return refuseIdentityLink(asNative(native), identity.provider) ?? { native, duplicate, identity };
};

/** Why two profiles cannot be merged; undefined if they can. A missing profile never prevents a merge. */
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
