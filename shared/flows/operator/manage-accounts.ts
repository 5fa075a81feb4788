/** Account operations for operators. Changes of status and of ownership need a reason. */
import { type Account, type AccountStatus, judgeStanding, type Membership } from "../../domain/account.js";
import { accountSubject, auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN } from "../../domain/role.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "accounts" | "clock" | "directory" | "operator" | "random">;

/** `taken`: another account has the visible id, or the owner is not an ACTIVE user. */
export const makeAccount = async (
  deps: Deps,
  input: Pick<Account, "name" | "visibleAccountId" | "cellId"> & { readonly ownerId: string | undefined },
): Promise<Account | "taken"> => {
  const { ownerId, ...rest } = input;
  const account: Account = { systemAccountId: deps.random.id("acct"), ...rest, status: "ACTIVE" };
  const { systemAccountId } = account;
  const owner: Membership | undefined =
    ownerId === undefined
      ? undefined
      : { userId: ownerId, systemAccountId, role: ADMIN, status: "ACTIVE", owner: true };
  const event = auditEvent("account.created", {
    subject: accountSubject(systemAccountId),
    key: systemAccountId,
    at: deps.clock.now(),
    details: { systemAccountId, userId: ownerId, operator: deps.operator },
  });
  return (await deps.accounts.create(account, owner, event)) === "created" ? account : "taken";
};

const STEPS = {
  suspend: { from: ["ACTIVE"], to: "SUSPENDED", type: "account.suspended" },
  close: { from: ["ACTIVE", "SUSPENDED"], to: "CLOSED", type: "account.closed" },
  reopen: { from: ["SUSPENDED", "CLOSED"], to: "ACTIVE", type: "account.reopened" },
} as const satisfies Record<string, { from: AccountStatus[]; to: AccountStatus; type: string }>;

export type AccountStep = keyof typeof STEPS;

/**
 * `unchanged` if the account does not exist or its status does not allow the step. Memberships do not change.
 */
export const stepAccount = async (
  deps: Deps,
  input: { readonly systemAccountId: string; readonly step: AccountStep; readonly reason: string },
): Promise<"changed" | "unchanged"> => {
  const { systemAccountId, step, reason } = input;
  const { from, to, type } = STEPS[step];
  const at = deps.clock.now();
  const event = auditEvent(type, {
    subject: accountSubject(systemAccountId),
    key: `${systemAccountId}/${at.toISOString()}`,
    at,
    details: { systemAccountId, reason, operator: deps.operator },
  });
  const outcome = await deps.accounts.changeStatus({ systemAccountId, from, to }, event);
  return outcome === "changed" ? "changed" : "unchanged";
};

/**
 * Makes an ACTIVE member an additional owner: for accounts without an owner, or whose owner can no longer
 * act. `unchanged` if the member is an owner already. `refused` without an ACTIVE membership of an ACTIVE
 * account.
 *
 * @throws AuthError `conflict` if the membership changed at the same time.
 */
export const nameOwner = async (
  deps: Deps,
  input: { readonly systemAccountId: string; readonly userId: string; readonly reason: string },
): Promise<"changed" | "unchanged" | "refused"> => {
  const { systemAccountId, userId, reason } = input;
  const verdict = judgeStanding(await deps.directory.standing(userId, systemAccountId));
  if (verdict.kind === "refused") return "refused";
  const before = verdict.standing.membership;
  if (before.owner === true) return "unchanged";
  const at = deps.clock.now();
  const event = auditEvent("ownership.shared", {
    subject: userSubject(userId),
    key: `${systemAccountId}/${userId}/${at.toISOString()}`,
    at,
    details: { userId, systemAccountId, reason, operator: deps.operator },
  });
  const change = { before, after: { ...before, role: ADMIN, owner: true } };
  const outcome = await deps.accounts.changeMembers([change], undefined, event);
  if (outcome === "refused") throw new AuthError("conflict");
  return "changed";
};
