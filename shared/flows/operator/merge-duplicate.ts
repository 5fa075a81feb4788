/**
 * Merges a federated duplicate into the native user with the same verified address. First the duplicate's
 * rows in the directory move, then the duplicate is removed from the pool, then its identity is linked. The
 * order is necessary: Cognito cannot link an identity that is a pool user itself. Every step can be repeated.
 * The merge is recorded at the duplicate, so that an interrupted merge can be resumed from the start.
 */
import type { Membership, UserProfile } from "../../domain/account.js";
import { type Merge, type MergePair, refuseMerge } from "../../domain/duplicates.js";
import { asNative } from "../../domain/pool-user.js";
import { atLeast } from "../../domain/role.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { endSessionsNow } from "../sign-in/end-all-sessions.js";
import { ensureLinked } from "../sign-in/link-identity.js";
import { ensureProvisioned } from "../sign-up/ensure-profile.js";
import { mergeEvent } from "./merge-event.js";
import { type LeftOver, moveHoldings } from "./move-holdings.js";

type Deps = Pick<
  OperatorPorts,
  | "audit"
  | "clock"
  | "directory"
  | "identities"
  | "merges"
  | "minimumDuration"
  | "operator"
  | "poolUsers"
  | "pseudonyms"
  | "random"
  | "roles"
  | "sessions"
>;

export type MergeOutcome =
  | { readonly kind: "merged"; readonly leftOver: readonly LeftOver[] }
  | { readonly kind: "refused"; readonly reason: string };
const refused = (reason: string): MergeOutcome => ({ kind: "refused", reason });

export const mergeDuplicate = async (
  deps: Deps,
  email: string,
  { native, duplicate, identity }: MergePair,
): Promise<MergeOutcome> => {
  const userId = await ensureProvisioned(deps, { ...native, email });
  const duplicateUserId = await ensureProvisioned(deps, { ...duplicate, email });
  const [kept, other] = [await deps.directory.profile(userId), await deps.directory.profile(duplicateUserId)];
  const reason = refuseMerge(kept, other);
  if (reason !== undefined) return refused(reason);
  const merge: Merge = {
    ...{ userId, username: native.username, sub: native.sub, email },
    ...{ duplicateUserId, duplicateUsername: duplicate.username, identity },
  };
  if (userId === duplicateUserId) return joinPoolUsers(deps, merge);
  const begun = await deps.merges.begin(merge, mergeEvent(deps, "identity.merge_started", merge));
  return begun === "refused" ? refused("changed_meanwhile") : finishMerge(deps, merge);
};

/**
 * Joins two pool users that share one user id: a legacy user who signed in with a provider first, and then
 * with the legacy password. If it dies before the link, the next sign-in with the provider creates the link.
 */
const joinPoolUsers = async (deps: Deps, merge: Merge): Promise<MergeOutcome> => {
  await deps.audit.record(mergeEvent(deps, "identity.merge_started", merge));
  const isLinked = await endSessionsNow(deps, [merge.userId], async () => {
    await deps.poolUsers.remove(merge.duplicateUsername);
    return linkTo(deps, merge);
  });
  if (!isLinked) return refused("native_user_gone");
  await deps.audit.record(mergeEvent(deps, "identity.linked", merge));
  await deps.audit.record(mergeEvent(deps, "identity.merged", merge));
  return { kind: "merged", leftOver: [] };
};

/** Completes a merge that has been recorded, also one from an interrupted run. */
export const finishMerge = async (deps: Deps, merge: Merge): Promise<MergeOutcome> => {
  const [kept, duplicate] = [
    await deps.directory.profile(merge.userId),
    await deps.directory.profile(merge.duplicateUserId),
  ];
  const leftOver = [...(await moveAccess(deps, merge)), ...leftGroups(kept, duplicate)];
  const legacyId = duplicate?.legacyId;
  if (legacyId !== undefined) {
    const event = mergeEvent(deps, "migration.merged", merge, { legacyId });
    if ((await deps.merges.moveLegacyId(merge, legacyId, event)) === "refused")
      return refused("two_legacy_ids");
  }
  // Removing the pool user ends its refresh tokens, but not the access tokens that it was given. No later sign-in gets
  // this user id, so none has to wait for the next second.
  await deps.sessions.endAllOf(merge.duplicateUserId);
  await deps.poolUsers.remove(merge.duplicateUsername);
  if (!(await linkTo(deps, merge))) return refused("native_user_gone");
  await deps.audit.record(mergeEvent(deps, "identity.linked", merge));
  await deps.merges.end(merge, mergeEvent(deps, "identity.merged", merge));
  return { kind: "merged", leftOver };
};

const PAGE = 100;
const MAX_PAGES = 100;

/** Returns what stays with the duplicate, where it has no effect. Without a membership it holds nothing that counts. */
const moveAccess = async (deps: Deps, merge: Merge): Promise<LeftOver[]> => {
  const isMember = (await nextMemberships(deps, merge, 1)).length > 0;
  const holdings = isMember ? await moveHoldings(deps, merge) : [];
  return [...holdings, ...(await moveMemberships(deps, merge))];
};

const leftGroups = (kept: UserProfile | undefined, duplicate: UserProfile | undefined): LeftOver[] => {
  const groups = duplicate?.groups.filter((group) => !kept?.groups.includes(group)) ?? [];
  return groups.length === 0 ? [] : [{ what: `groups ${groups.join(", ")}`, reason: "groups_stay" }];
};

const moveMemberships = async (deps: Deps, merge: Merge): Promise<LeftOver[]> => {
  const left: LeftOver[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const held = await nextMemberships(deps, merge, PAGE);
    if (held.length === 0) return left;
    for (const membership of held) {
      const { systemAccountId } = membership;
      const kept = (await deps.directory.standing(merge.userId, systemAccountId)).membership;
      const details = { systemAccountId, reason: "moved" };
      const event = mergeEvent(deps, "membership.merged", merge, details);
      const outcome = await deps.merges.moveMembership(merge, membership, event);
      if (outcome === "kept" && kept !== undefined) left.push(...endedRights(deps, membership, kept));
    }
  }
  return left;
};

/** Memberships that the duplicate still has, then those that ended: when they ended moves with them. */
const nextMemberships = async (
  { directory }: Deps,
  { duplicateUserId }: Merge,
  limit: number,
): Promise<readonly Membership[]> => {
  const { items } = await directory.memberships(duplicateUserId, { limit });
  return items.length > 0 ? items : directory.formerMemberships(duplicateUserId, limit);
};

/** What the duplicate's membership gave and the kept one does not. */
const endedRights = ({ roles }: Deps, ended: Membership, kept: Membership): LeftOver[] => {
  const { systemAccountId, role } = ended;
  const isLower = kept.status !== "ACTIVE" || !atLeast(roles, kept.role, role);
  return [
    ...(ended.status === "ACTIVE" && isLower
      ? [{ what: `role ${role}`, systemAccountId, reason: "role_ended" } as const]
      : []),
    ...(ended.owner === true && kept.owner !== true
      ? [{ what: "ownership of the account", systemAccountId, reason: "ownership_ended" } as const]
      : []),
  ];
};

/** False if the native user is no longer in the pool. */
const linkTo = async (deps: Deps, { userId, sub, identity }: Merge): Promise<boolean> => {
  const found = await deps.poolUsers.bySub(sub);
  if (found === undefined) return false;
  const [userPoolId, user] = [await deps.poolUsers.poolId(), asNative(found)];
  if (await deps.identities.isLinked(userPoolId, user, identity)) return true;
  // Prevents account pre-hijacking: ends sessions that an attacker may hold, before the owner's identity is
  // linked.
  await endSessionsNow(deps, [userId], () => deps.identities.endSessions(userPoolId, user.username));
  await ensureLinked(deps, { userPoolId, user, identity });
  return true;
};
