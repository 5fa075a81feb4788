/** Merges duplicates that are unambiguous, and lists those that an operator has to decide. */
import { pairsToMerge, refuseMerge, type SameAddress } from "../../domain/duplicates.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { finishMerge, type MergeOutcome, mergeDuplicate } from "./merge-duplicate.js";
import type { LeftOver } from "./move-holdings.js";

export type RepairStep = {
  readonly email: string;
  readonly native?: string;
  readonly duplicate?: string;
  readonly outcome: "would_merge" | "would_resume" | "merged" | "needs_a_person";
  readonly reason?: string;
  /** Of a merge: what did not move, so that an operator or an Admin of the account has to decide. */
  readonly leftOver?: readonly LeftOver[];
};

/** Resumes interrupted merges. Writes nothing unless `apply`. */
export const resumeMerges = async (deps: OperatorPorts, apply: boolean): Promise<RepairStep[]> => {
  const steps: RepairStep[] = [];
  for await (const merge of deps.merges.unfinished()) {
    const who = { email: merge.email, native: merge.username, duplicate: merge.duplicateUsername };
    steps.push(apply ? stepOf(who, await finishMerge(deps, merge)) : { ...who, outcome: "would_resume" });
  }
  return steps;
};

/** Writes nothing unless `apply`. */
export const repairAddress = async (
  deps: OperatorPorts,
  same: SameAddress,
  apply: boolean,
): Promise<RepairStep[]> => {
  const { email } = same;
  const { pairs, unclear } = pairsToMerge(same);
  const steps: RepairStep[] = unclear.map((reason) => ({ email, outcome: "needs_a_person", reason }));
  for (const pair of pairs) {
    const who = { email, native: pair.native.username, duplicate: pair.duplicate.username };
    const profileOf = ({ sub, userId }: PoolUser) =>
      same.profiles.find((profile) => profile.sub === sub || profile.userId === userId);
    const reason = refuseMerge(profileOf(pair.native), profileOf(pair.duplicate));
    if (reason !== undefined) steps.push({ ...who, outcome: "needs_a_person", reason });
    else if (!apply) steps.push({ ...who, outcome: "would_merge" });
    else steps.push(stepOf(who, await mergeDuplicate(deps, email, pair)));
  }
  return steps;
};

const stepOf = (
  who: Pick<RepairStep, "email" | "native" | "duplicate">,
  outcome: MergeOutcome,
): RepairStep =>
  outcome.kind === "merged"
    ? { ...who, outcome: "merged", ...(outcome.leftOver.length > 0 && { leftOver: outcome.leftOver }) }
    : { ...who, outcome: "needs_a_person", reason: outcome.reason };
