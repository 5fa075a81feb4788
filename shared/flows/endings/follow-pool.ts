/**
 * Ends a user in the directory whom the user pool ended: first the profile, so that the authorizer and the triggers deny
 * access, then sessions, API keys and invitations. It compares the directory with the present state of the pool, so it
 * can be repeated, and completes an interrupted run. Only an operator reverses it.
 */
import type { UserProfile } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { type EndingCause, judgePoolStates, type PoolState } from "../../domain/pool-ending.js";
import type { Ports } from "../../ports/index.js";
import { type EndRightsDeps, endRights } from "./end-rights.js";
import { type OwnerlessDeps, recordOwnerlessAccounts } from "./ownerless-accounts.js";

export type FollowPoolDeps = EndRightsDeps &
  OwnerlessDeps & {
    readonly directory: Pick<Ports["directory"], "profile" | "subsOf">;
  } & Pick<Ports, "endings" | "poolPresence">;

/**
 * `ended`: something ended now, with the accounts that have no living owner since. `kept`: the user lives, or has ended
 * before.
 */
export type Followed =
  | { readonly kind: "unknown" | "kept" }
  | { readonly kind: "ended"; readonly ownerless: readonly string[] };

export const followPool = async (deps: FollowPoolDeps, userId: string): Promise<Followed> => {
  const profile = await deps.directory.profile(userId);
  if (profile === undefined) return { kind: "unknown" };
  const verdict = judgePoolStates(profile, await poolStatesOf(deps, profile));
  if (verdict.kind === "lives" || verdict.kind === "ended") return { kind: "kept" };
  if (verdict.kind === "ends" && (await begin(deps, profile, verdict.cause)) === "unchanged")
    return { kind: "kept" };
  // Read again, for the time of the ending.
  const ending = (await deps.directory.profile(userId))?.ending;
  if (ending === undefined) return { kind: "kept" };
  await endRights(deps, profile);
  const ownerless = await recordOwnerlessAccounts(deps, profile, ending.at);
  await deps.endings.complete(userId);
  return { kind: "ended", ownerless };
};

/** The state of each pool user that the directory knows of the user. */
export const poolStatesOf = async (
  { directory, poolPresence }: Pick<FollowPoolDeps, "directory" | "poolPresence">,
  { userId, sub }: UserProfile,
): Promise<ReadonlyMap<string, PoolState>> => {
  const subs = new Set([...(sub === undefined ? [] : [sub]), ...(await directory.subsOf(userId))]);
  const states = [...subs].map(async (each): Promise<[string, PoolState]> => {
    const found = await poolPresence.bySub(each);
    if (found === undefined) return [each, "missing"];
    return [each, found.enabled ? "enabled" : "disabled"];
  });
  return new Map(await Promise.all(states));
};

const begin = (deps: FollowPoolDeps, { userId, sub, email }: UserProfile, cause: EndingCause) => {
  const at = deps.clock.now();
  const event = auditEvent("user.suspended", {
    subject: userSubject(userId),
    key: `${userId}/${at.toISOString()}`,
    at,
    details: { userId, sub, email, reason: `${cause}_in_pool`, operator: deps.operator },
  });
  return deps.endings.begin({ userId, suspended: cause === "disabled" ? "skip" : "include" }, event);
};
