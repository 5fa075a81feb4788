/** What operators do to accounts. A reason is needed for what takes something from people, or gives it back. */
import { type Account, type AccountStatus, judgeStanding, type Membership } from "../../domain/account.js";
import { accountSubject, auditEvent, userSubject } from "../../domain/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN } from "../../domain/role.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "accounts" | "clock" | "directory" | "operator" | "random">;

/** `taken`: the visible id is somebody's, or the owner is no ACTIVE user. */
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

/** `unchanged` when the account is not in a state that the step begins in, or there is none. Members stay as they are. */
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
 * Makes an ACTIVE member an owner, beside those that there are: for accounts that have none, or whose owner
 * cannot act any more. `unchanged` for an owner; `refused` for whoever is no ACTIVE member of an ACTIVE account.
 *
 * @throws AuthError `conflict` when the membership changed at the same moment.
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
