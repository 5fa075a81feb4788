/**
 * A user accepts or declines a membership that an operator prepared for them as INVITED. It belongs to their
 * user id, so no token is needed. A user never becomes a member without consent.
 */
import { type ActiveStanding, judgeStanding, type MembershipStatus } from "../../domain/account.js";
import { isOwnClient } from "../../domain/account-scopes.js";
import type { UserActor } from "../../domain/actor.js";
import { isId } from "../../domain/text.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";

export type AnswerMembershipDeps = Pick<Ports, "accounts" | "audit" | "clock" | "directory">;

/**
 * Idempotent. @throws AuthError `invitation_invalid`, `forbidden` for a token of another client; both are
 * audited.
 */
export const acceptMembership = async (
  deps: AnswerMembershipDeps,
  actor: UserActor,
  systemAccountId: string,
): Promise<ActiveStanding> => {
  await answer(deps, actor, { systemAccountId, to: "ACTIVE" });
  const verdict = judgeStanding(await deps.directory.standing(actor.userId, systemAccountId));
  return verdict.kind === "active" ? verdict.standing : invalid(deps, actor, systemAccountId);
};

/** Idempotent. @throws AuthError as `acceptMembership`. */
export const declineMembership = (
  deps: AnswerMembershipDeps,
  actor: UserActor,
  systemAccountId: string,
): Promise<void> => answer(deps, actor, { systemAccountId, to: "REMOVED" });

const answer = (
  deps: AnswerMembershipDeps,
  actor: UserActor,
  { systemAccountId, to }: { readonly systemAccountId: string; readonly to: MembershipStatus },
): Promise<void> =>
  retryOnConflict(async () => {
    if (!isOwnClient(actor.scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
    if (!isId(systemAccountId)) return invalid(deps, actor, undefined);
    const { membership: before, account } = await deps.directory.standing(actor.userId, systemAccountId);
    if (before?.status === to) return;
    if (before?.status !== "INVITED") return invalid(deps, actor, account?.systemAccountId);
    const type = to === "ACTIVE" ? "membership.accepted" : "membership.declined";
    const { userId } = actor;
    const event = actEvent(type, actor, {
      at: deps.clock.now(),
      systemAccountId,
      userId,
      reason: "prepared",
    });
    const change = { before, after: { ...before, status: to } };
    const outcome = await deps.accounts.changeMembers([change], undefined, event);
    // An account that is not ACTIVE refuses every attempt, so this ends as `conflict`.
    if (outcome === "refused") return "refused";
  });

const invalid = (
  deps: AnswerMembershipDeps,
  actor: UserActor,
  systemAccountId: string | undefined,
): Promise<never> =>
  denyAccess(deps, actor, { reason: "invitation_invalid", code: "invitation_invalid", systemAccountId });
