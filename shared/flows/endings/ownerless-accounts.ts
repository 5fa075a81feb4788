/** Accounts that have no living owner: no ACTIVE user owns them, so nobody but an operator can act for them. */
import type { Membership, UserProfile } from "../../domain/account.js";
import { accountSubject, auditEvent } from "../../domain/audit/audit-event.js";
import type { Ports } from "../../ports/index.js";
import { everyPage } from "../every-page.js";

export type OwnerlessDeps = Pick<Ports, "audit" | "clock"> & {
  readonly accounts: Pick<Ports["accounts"], "members">;
  readonly directory: Pick<Ports["directory"], "accounts" | "memberships" | "profile">;
  readonly operator?: string | undefined;
};

/** The ACTIVE accounts of the user, an owner, that have no living owner. `gone`: users who count as ended. */
export const ownerlessAccountsOf = async (
  deps: Omit<OwnerlessDeps, "audit" | "clock">,
  userId: string,
  gone: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> => {
  const owned: string[] = [];
  const memberships = everyPage((page) => deps.directory.memberships(userId, page));
  for await (const { owner, systemAccountId } of memberships) if (owner === true) owned.push(systemAccountId);
  const ownerless: string[] = [];
  for (const systemAccountId of owned) {
    const [account] = await deps.directory.accounts([systemAccountId]);
    if (account?.status !== "ACTIVE") continue;
    if (!(await hasLivingOwner(deps, systemAccountId, gone))) ownerless.push(systemAccountId);
  }
  return ownerless;
};

const hasLivingOwner = async (
  deps: Omit<OwnerlessDeps, "audit" | "clock">,
  systemAccountId: string,
  gone: ReadonlySet<string>,
): Promise<boolean> => {
  const members = everyPage((page) => deps.accounts.members(systemAccountId, page));
  for await (const member of members)
    if (!gone.has(member.userId) && (await isLivingOwner(deps, member))) return true;
  return false;
};

const isLivingOwner = async (
  { directory }: Pick<OwnerlessDeps, "directory">,
  { owner, status, userId }: Membership,
): Promise<boolean> =>
  owner === true && status === "ACTIVE" && (await directory.profile(userId))?.status === "ACTIVE";

/** Records each of these accounts once for an ending, and returns them. */
export const recordOwnerlessAccounts = async (
  deps: OwnerlessDeps,
  { userId }: Pick<UserProfile, "userId">,
  endedAt: string,
): Promise<readonly string[]> => {
  const ownerless = await ownerlessAccountsOf(deps, userId);
  for (const systemAccountId of ownerless) {
    const event = auditEvent("account.ownerless", {
      subject: accountSubject(systemAccountId),
      key: `${systemAccountId}/${userId}/${endedAt}`,
      at: deps.clock.now(),
      details: { systemAccountId, userId, operator: deps.operator },
    });
    await deps.audit.record(event);
  }
  return ownerless;
};
