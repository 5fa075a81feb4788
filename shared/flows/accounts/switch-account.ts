/** A user selects the active account. The tokens of the next sign-in or refresh contain it. */
import { type ActiveStanding, judgeStanding } from "../../domain/account.js";
import { isOwnClient } from "../../domain/account-scopes.js";
import type { UserActor } from "../../domain/actor.js";
import { isId } from "../../domain/text.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";

export type SwitchAccountDeps = Pick<Ports, "accounts" | "audit" | "clock" | "directory">;

/**
 * Returns the user's standing in the account. Idempotent.
 *
 * @throws AuthError `forbidden` without an ACTIVE membership of an ACTIVE account, and for a token of another
 * client; audited.
 */
export const switchAccount = async (
  deps: SwitchAccountDeps,
  actor: UserActor,
  systemAccountId: string,
): Promise<ActiveStanding> => {
  if (!isOwnClient(actor.scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
  if (!isId(systemAccountId)) return denyAccess(deps, actor, { reason: "not_a_member" });
  const { userId } = actor;
  return retryOnConflict(async () => {
    const found = await deps.directory.standing(userId, systemAccountId);
    const verdict = judgeStanding(found);
    if (verdict.kind === "refused")
      return denyAccess(deps, actor, {
        ...{ reason: verdict.reason, systemAccountId: found.account?.systemAccountId },
      });
    const { standing } = verdict;
    if (standing.profile.activeAccountId === systemAccountId) return standing;
    const event = actEvent("account.switched", actor, { at: deps.clock.now(), systemAccountId, userId });
    const outcome = await deps.accounts.activate({ userId, systemAccountId }, event);
    return outcome === "refused" ? outcome : standing;
  });
};
