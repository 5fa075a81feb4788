/** Renames and closes an account. Each attempt to write checks the actor's role again. */
import type { Account } from "../../domain/account.js";
import type { Actor } from "../../domain/actor.js";
import { ADMIN } from "../../domain/role.js";
import type { Ports } from "../../ports/index.js";
import { type MemberStanding, type RoleDeps, requireRole } from "../authorizer/require-role.js";
import { spendStepUp } from "../challenge/step-up.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";
import { requireOwner } from "./require-owner.js";

export type ChangeAccountDeps = RoleDeps & Pick<Ports, "accounts" | "tickets">;

/** For Admins. @throws AuthError as `requireRole`. */
export const renameAccount = (deps: ChangeAccountDeps, actor: Actor, name: string): Promise<MemberStanding> =>
  retryOnConflict(async () => {
    const held = await requireRole(deps, actor, ADMIN);
    const { account, membership: by } = held.standing;
    if (account.name === name) return held;
    const { systemAccountId } = account;
    const event = actEvent("account.renamed", held.actor, { at: deps.clock.now(), systemAccountId });
    const outcome = await deps.accounts.rename({ systemAccountId, name, by }, event);
    return outcome === "refused" ? outcome : withAccount(held, { name });
  });

/** The step-up purpose. */
const CLOSING = "close-account";

/**
 * For owners, after a step-up. A closed account admits no user. Nothing is deleted, and operators can reopen
 * it.
 *
 * @throws AuthError as `requireOwner`; `step_up_required`.
 */
export const closeAccount = (deps: ChangeAccountDeps, actor: Actor): Promise<MemberStanding> =>
  retryOnConflict(async () => {
    const held = await requireOwner(deps, actor);
    const { account, membership: by } = held.standing;
    const { systemAccountId } = account;
    const act = actor.caller.requestId;
    await spendStepUp(deps, { principal: held.actor, purpose: CLOSING, systemAccountId, act });
    const event = actEvent("account.closed", held.actor, { at: deps.clock.now(), systemAccountId });
    const change = { systemAccountId, from: ["ACTIVE"], to: "CLOSED", by } as const;
    const outcome = await deps.accounts.changeStatus(change, event);
    return outcome === "refused" ? outcome : withAccount(held, { status: "CLOSED" });
  });

const withAccount = (held: MemberStanding, change: Partial<Account>): MemberStanding => ({
  ...held,
  standing: { ...held.standing, account: { ...held.standing.account, ...change } },
});
