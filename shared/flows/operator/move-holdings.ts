/**
 * Moves what a duplicate holds in its accounts, before its memberships move: while the duplicate is a member, its
 * membership says which holdings count. What cannot move is returned, and recorded for the operator.
 */
import type { Standing } from "../../domain/account.js";
import type { AuditDetails } from "../../domain/audit/audit-event.js";
import type { Merge } from "../../domain/duplicates.js";
import {
  type Holding,
  type HoldingRefusal,
  holdingName,
  refuseHolding,
} from "../../domain/merge-holdings.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { mergeEvent } from "./merge-event.js";

type Deps = Pick<OperatorPorts, "audit" | "clock" | "directory" | "merges" | "operator" | "roles">;

/** Something of the duplicate that the merge did not move. */
export type LeftOver = {
  readonly what: string;
  readonly systemAccountId?: string | undefined;
  readonly reason: HoldingRefusal | "conflict" | "role_ended" | "ownership_ended" | "groups_stay";
};

export const moveHoldings = async (deps: Deps, merge: Merge): Promise<LeftOver[]> => {
  const left: LeftOver[] = [];
  const standings = new Map<string, Standings>();
  for await (const holding of deps.merges.holdings(merge.duplicateUserId)) {
    const both = standings.get(holding.systemAccountId) ?? (await standingsOf(deps, merge, holding));
    standings.set(holding.systemAccountId, both);
    const reason = await moveHolding(deps, merge, holding, both);
    if (reason === undefined) continue;
    const { systemAccountId } = holding;
    left.push({ what: holdingName(holding), systemAccountId, reason });
    await deps.audit.record(eventOf(deps, merge, holding, `not_moved/${reason}`));
  }
  return left;
};

type Standings = { readonly duplicate: Standing; readonly kept: Standing };

const standingsOf = async (
  { directory }: Deps,
  { userId, duplicateUserId }: Merge,
  { systemAccountId }: Holding,
): Promise<Standings> => ({
  duplicate: await directory.standing(duplicateUserId, systemAccountId),
  kept: await directory.standing(userId, systemAccountId),
});

const moveHolding = async (
  deps: Deps,
  merge: Merge,
  holding: Holding,
  { duplicate, kept }: Standings,
): Promise<LeftOver["reason"] | undefined> => {
  const refusal = refuseHolding(deps.roles, holding, duplicate, kept);
  if (refusal !== undefined) return refusal;
  const outcome = await deps.merges.moveHolding(merge, holding, eventOf(deps, merge, holding, "moved"));
  return outcome === "refused" ? "conflict" : undefined;
};

const eventOf = (deps: Deps, merge: Merge, holding: Holding, reason: string) => {
  const { systemAccountId, at = "" } = holding;
  const details: AuditDetails = { systemAccountId, reason, ...aboutOf(holding) };
  const what = `${systemAccountId}/${holdingName(holding)}/${at}/${reason}`;
  return mergeEvent(deps, "permission.merged", merge, details, what);
};

const aboutOf = (holding: Holding): AuditDetails => {
  switch (holding.kind) {
    case "grant":
    case "resource":
      return { resource: holding.resource };
    case "given_grant":
      return { resource: holding.resource, grantee: holding.grantee };
    case "team":
      return { teamId: holding.teamId };
    case "api_key":
      return { keyId: holding.keyId };
    default:
      return {};
  }
};
