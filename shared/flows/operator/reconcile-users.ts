/**
 * Compares every user of the directory with the user pool, and ends those whom the pool deleted or disabled without a
 * report that reached the directory. Reads everything first and stops if many users would end: the pool is then
 * probably a restored or a wrong one. Each user is checked again before the ending. A repeated run completes an interrupted one.
 */
import type { UserProfile } from "../../domain/account.js";
import { type EndingCause, judgePoolStates, type PoolState } from "../../domain/pool-ending.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { followPool, poolStatesOf } from "../endings/follow-pool.js";
import { ownerlessAccountsOf } from "../endings/ownerless-accounts.js";

export type ReconcileDeps = Pick<
  OperatorPorts,
  | "accounts"
  | "apiKeys"
  | "audit"
  | "clock"
  | "directory"
  | "endings"
  | "invitations"
  | "operator"
  | "poolUsers"
  | "pseudonyms"
  | "sessions"
  | "users"
>;

/** `began`: the ending was recorded before, and was interrupted. */
type Candidate = { readonly userId: string; readonly cause: EndingCause | "began" };

export type ReconciledUser = Candidate & { readonly outcome: "ended" | "kept" | "would_end" };

export type Reconciliation = {
  readonly poolId: string;
  /** Users of the directory that the pool had at some time. */
  readonly compared: number;
  /** True if so many users would end that nothing was done. */
  readonly stopped: boolean;
  readonly users: readonly ReconciledUser[];
  /** Accounts without a living owner, among those of suspended owners. */
  readonly ownerless: readonly string[];
};

export const MOST_ENDINGS = { users: 100, percent: 1 } as const;

export const reconcileUsers = async (
  deps: ReconcileDeps,
  { dryRun, goOn }: { readonly dryRun: boolean; readonly goOn: boolean },
): Promise<Reconciliation> => {
  const poolId = await deps.poolUsers.poolId();
  const { compared, candidates, suspended } = await sweep(deps, await poolList(deps));
  const stopped = !dryRun && !goOn && tooMany(candidates, compared);
  const users =
    dryRun || stopped
      ? candidates.map((each) => ({ ...each, outcome: "would_end" as const }))
      : await endAll(deps, candidates);
  const ended = users.filter(({ outcome }) => outcome !== "kept").map(({ userId }) => userId);
  const ownerless = await ownerlessAmong(deps, new Set([...suspended, ...ended]));
  return { poolId, compared, stopped, users, ownerless };
};

const tooMany = (candidates: readonly Candidate[], compared: number): boolean => {
  const count = candidates.filter(({ cause }) => cause !== "began").length;
  return count > MOST_ENDINGS.users || count * 100 > compared * MOST_ENDINGS.percent;
};

/** Whether each user of the pool is enabled, by their `sub`. */
type PoolList = ReadonlyMap<string, { readonly enabled: boolean }>;

const poolList = async ({ poolUsers }: ReconcileDeps): Promise<PoolList> => {
  const list = new Map<string, { readonly enabled: boolean }>();
  for await (const { sub, enabled } of poolUsers.all()) list.set(sub, { enabled });
  return list;
};

type Sweep = {
  readonly compared: number;
  readonly candidates: readonly Candidate[];
  readonly suspended: readonly string[];
};

const sweep = async (deps: ReconcileDeps, list: PoolList): Promise<Sweep> => {
  const candidates: Candidate[] = [];
  const suspended: string[] = [];
  let compared = 0;
  for await (const profile of deps.users.profiles()) {
    const states = await statesOf(deps, list, profile);
    const verdict = judgePoolStates(profile, states);
    const { userId } = profile;
    if (states.size > 0) compared += 1;
    if (verdict.kind === "begun") candidates.push({ userId, cause: "began" });
    if (verdict.kind === "ends") candidates.push({ userId, cause: verdict.cause });
    if (profile.status === "SUSPENDED" && profile.mergedInto === undefined) suspended.push(userId);
  }
  return { compared, candidates, suspended };
};

/** Most users need no further read: one enabled pool user decides. */
const statesOf = async (
  { directory }: Pick<ReconcileDeps, "directory">,
  list: PoolList,
  profile: UserProfile,
): Promise<ReadonlyMap<string, PoolState>> => {
  const { sub } = profile;
  if (sub !== undefined && list.get(sub)?.enabled === true) return new Map([[sub, "enabled"]]);
  return poolStatesOf({ directory, poolPresence: { bySub: async (each) => list.get(each) } }, profile);
};

/** The list is older than the profiles, and grows old: each user is compared with the pool again. */
const endAll = async (
  deps: ReconcileDeps,
  candidates: readonly Candidate[],
): Promise<readonly ReconciledUser[]> => {
  const users: ReconciledUser[] = [];
  for (const each of candidates) {
    const { kind } = await followPool({ ...deps, poolPresence: deps.poolUsers }, each.userId);
    users.push({ ...each, outcome: kind === "ended" ? "ended" : "kept" });
  }
  return users;
};

const ownerlessAmong = async (deps: ReconcileDeps, gone: ReadonlySet<string>): Promise<readonly string[]> => {
  const ownerless = new Set<string>();
  for (const userId of gone)
    for (const account of await ownerlessAccountsOf(deps, userId, gone)) ownerless.add(account);
  return [...ownerless].toSorted();
};
