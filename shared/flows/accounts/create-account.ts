/**
 * A user creates an account and becomes its first owner, if the stage allows it. With an idempotency key, the
 * account's id is derived from user and key, so that a repeated request finds the account that the first one
 * created.
 */
import type { Account, Membership } from "../../domain/account.js";
import { isOwnClient } from "../../domain/account-scopes.js";
import type { UserActor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN } from "../../domain/role.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { countAttempt } from "../count-attempt.js";
import { retryOnConflict } from "../retry-on-conflict.js";
import { actEvent } from "./act-event.js";

export type CreateAccountDeps = Pick<
  Ports,
  "accounts" | "audit" | "clock" | "directory" | "pseudonyms" | "random" | "throttle"
> &
  Pick<Settings, "accountSettings">;

/**
 * @throws AuthError `account_creation_closed`, `forbidden` for a token of another client, `conflict` for a
 * key that was used with another name, `too_many_requests`.
 */
export const createAccount = async (
  deps: CreateAccountDeps,
  input: { readonly actor: UserActor; readonly name: string; readonly key: string | undefined },
): Promise<Account> => {
  const { actor, name, key } = input;
  if (deps.accountSettings.creation !== "open")
    return denyAccess(deps, actor, { reason: "creation_closed", code: "account_creation_closed" });
  if (!isOwnClient(actor.scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
  const systemAccountId = await newId(deps, actor, key);
  const [existing] = key === undefined ? [] : await deps.directory.accounts([systemAccountId]);
  if (existing !== undefined) return repeated(existing, name);
  await countAttempt(deps, THROTTLES.accountsPerUser, actor.userId);
  return retryOnConflict(() => attempt(deps, actor, { systemAccountId, name }));
};

const newId = async (
  { pseudonyms, random }: CreateAccountDeps,
  { userId }: UserActor,
  key: string | undefined,
): Promise<string> =>
  key === undefined ? random.id("acct") : `acct_${await pseudonyms.of(`account\n${userId}\n${key}`)}`;

const repeated = (existing: Account, name: string): Account => {
  if (existing.name !== name) throw new AuthError("conflict");
  return existing;
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
  const [meanwhile] = await directory.accounts([systemAccountId]);
  return meanwhile === undefined ? "refused" : repeated(meanwhile, name);
};
