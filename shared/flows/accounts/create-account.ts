/**
 * A user creates an account and becomes its first owner, if the stage allows it. A repeated attempt, which draws the
 * same id, returns the account that the first one created.
 */
import type { Account, Membership } from "../../domain/account.js";
import { isOwnClient } from "../../domain/account-scopes.js";
import type { UserActor } from "../../domain/actor.js";
import { ADMIN } from "../../domain/role.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { countAttempt } from "../count-attempt.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";

export type CreateAccountDeps = Pick<
  Ports,
  "accounts" | "audit" | "clock" | "directory" | "random" | "throttle"
> &
  Pick<Settings, "accountSettings">;

/**
 * @throws AuthError `account_creation_closed`, `forbidden` for a token of another client, `conflict`,
 * `too_many_requests`.
 */
export const createAccount = async (
  deps: CreateAccountDeps,
  input: { readonly actor: UserActor; readonly name: string },
): Promise<Account> => {
  const { actor, name } = input;
  if (deps.accountSettings.creation !== "open")
    return denyAccess(deps, actor, { reason: "creation_closed", code: "account_creation_closed" });
  if (!isOwnClient(actor.scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
  const systemAccountId = deps.random.id("acct");
  await countAttempt(deps, THROTTLES.accountsPerUser, actor.userId);
  return retryOnConflict(() => attempt(deps, actor, { systemAccountId, name }));
};

const attempt = async (
  { accounts, clock, directory, random, accountSettings }: CreateAccountDeps,
  actor: UserActor,
  { systemAccountId, name }: Pick<Account, "systemAccountId" | "name">,
): Promise<Account | "refused"> => {
  // New on each attempt: visible ids are short, so they can collide.
  const visibleAccountId = `AC-${random.id("visible").slice(-10).toUpperCase()}`;
  const cellId = accountSettings.defaultCell;
  const account: Account = { systemAccountId, visibleAccountId, cellId, name, status: "ACTIVE" };
  const { userId } = actor;
  const owner: Membership = { userId, systemAccountId, role: ADMIN, status: "ACTIVE", owner: true };
  const event = actEvent("account.created", actor, { at: clock.now(), systemAccountId });
  if ((await accounts.create(account, owner, event)) === "created") return account;
  const [earlier] = await directory.accounts([systemAccountId]);
  return earlier ?? "refused";
};
