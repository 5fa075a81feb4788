/**
 * An owner transfers or shares ownership with an ACTIVE member, after a step-up. It is one write, so that the
 * account always has an owner. The new owner's consent is not needed.
 */
import { judgeStanding, type Membership } from "../../domain/account.js";
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { withoutOwner } from "../../domain/member-rules.js";
import { ADMIN } from "../../domain/role.js";
import { isId } from "../../domain/text.js";
import type { MemberChange } from "../../ports/accounts.js";
import type { Ports } from "../../ports/index.js";
import type { MemberStanding, RoleDeps } from "../authorizer/require-role.js";
import { spendStepUp } from "../challenge/step-up.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";
import { requireOwner } from "./require-owner.js";

export type PassOwnershipDeps = RoleDeps & Pick<Ports, "accounts" | "tickets">;

/** The step-up purpose. */
const PASSING = "transfer-ownership";

/**
 * Returns the new owner's membership. With `keep` the actor stays an owner. Without `keep`, a transfer to an
 * existing owner only ends the actor's ownership.
 *
 * @throws AuthError as `requireOwner`; `not_found`, `conflict` for a member who is not ACTIVE,
 * `step_up_required`.
 */
export const passOwnership = (
  deps: PassOwnershipDeps,
  actor: Actor,
  { userId, keep }: { readonly userId: string; readonly keep: boolean },
): Promise<Membership> =>
  retryOnConflict(async () => {
    const held = await requireOwner(deps, actor);
    const { account, membership: giver } = held.standing;
    if (userId === giver.userId) throw new AuthError("invalid_request", { fields: ["user_id"] });
    const taker = await activeMember(deps, held, userId);
    if (keep && taker.owner === true) return taker;
    const { systemAccountId } = account;
    const act = actor.caller.requestId;
    await spendStepUp(deps, { principal: held.actor, purpose: PASSING, systemAccountId, act });
    const after = { ...taker, role: ADMIN, owner: true };
    const changes: MemberChange[] = [
      ...(taker.owner === true ? [] : [{ before: taker, after }]),
      ...(keep ? [] : [{ before: giver, after: withoutOwner(giver) }]),
    ];
    const type = keep ? "ownership.shared" : "ownership.transferred";
    const event = actEvent(type, held.actor, { at: deps.clock.now(), systemAccountId, userId });
    const outcome = await deps.accounts.changeMembers(changes, giver, event);
    return outcome === "refused" ? outcome : after;
  });

const activeMember = async (
  { directory }: PassOwnershipDeps,
  { standing }: MemberStanding,
  userId: string,
): Promise<Membership> => {
  if (!isId(userId)) throw new AuthError("not_found");
  const found = await directory.standing(userId, standing.account.systemAccountId);
  if (found.membership === undefined || found.membership.status === "REMOVED")
    throw new AuthError("not_found");
  const verdict = judgeStanding(found);
  if (verdict.kind === "refused") throw new AuthError("conflict");
  return verdict.standing.membership;
};
