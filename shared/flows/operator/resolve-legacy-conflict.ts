/**
 * Operator decisions about a legacy identity that blocks a migration. None affects a user who can sign in:
 * while the pool has a user with the identity, releasing and changing the address are refused.
 */
import { type AuditEventType, auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { PoolUser } from "../../domain/pool-user.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { repairApproval } from "../migration/approve-legacy-user.js";
import { tombstonesOf } from "../migration/tombstones-of.js";
import { holderOf } from "./explain-legacy.js";
import { takenAddresses } from "./taken-addresses.js";

type Deps = Pick<
  OperatorPorts,
  "clock" | "directory" | "legacyConflicts" | "operator" | "poolUsers" | "pseudonyms" | "users"
>;

export type Refused = "unknown" | "pool_user_there" | "address_taken" | "changed_meanwhile" | "erased";
type Decision = { readonly legacyId: string; readonly reason: string };

/**
 * Detaches the identity and its address from the user. The next user that the legacy system confirms gets
 * them.
 */
export const releaseLegacy = async (
  deps: Deps,
  { legacyId, reason }: Decision,
): Promise<"released" | Refused> => {
  const { identity, profile, poolUser } = await holderOf(deps, legacyId);
  const email = identity?.email ?? profile?.email;
  if (identity === undefined || email === undefined) return "unknown";
  if (poolUser !== undefined) return "pool_user_there";
  const { userId } = identity;
  const event = eventOf(deps, "migration.released", { legacyId, userId, email, reason });
  const held = { legacyId, userId, email, hasProfile: profile !== undefined };
  const outcome = await deps.legacyConflicts.release(held, event);
  return outcome === "released" ? "released" : "changed_meanwhile";
};

/**
 * Changes the address of the identity, after the legacy system changed it. The next sign-in uses the new
 * address, which must be free by the rule of `prepareUser`.
 */
export const readdressLegacy = async (
  deps: Deps,
  { legacyId, email: to, reason }: Decision & { readonly email: string },
): Promise<"readdressed" | Refused> => {
  const { identity, profile, poolUser } = await holderOf(deps, legacyId);
  const from = identity?.email ?? profile?.email;
  if (identity === undefined || from === undefined) return "unknown";
  if (poolUser !== undefined || (await deps.poolUsers.byEmail(to)).length > 0) return "pool_user_there";
  const owner = await deps.directory.legacyIdByAddress(to);
  const { userId } = identity;
  if ((owner !== undefined && owner !== legacyId) || (await takenAddresses(deps, userId)).has(to))
    return "address_taken";
  if (await deps.directory.isErased(await tombstonesOf(deps, { email: to }))) return "erased";
  const event = eventOf(deps, "migration.readdressed", { legacyId, userId, email: to, reason });
  const change = { legacyId, userId, from, profileFrom: profile?.email, to };
  const outcome = await deps.legacyConflicts.readdress(change, event);
  return outcome === "readdressed" ? "readdressed" : "changed_meanwhile";
};

/**
 * Restores an identity that the directory lost. The pool is the proof: it has a user with this user id, legacy id
 * and verified address, and only our functions and administrators write the ids.
 */
export const repairLegacy = async (
  deps: Deps,
  input: Decision & { readonly userId: string; readonly email: string },
): Promise<
  "repaired" | "there" | "taken" | "address_taken" | "not_in_pool" | "other_legacy_id" | "erased"
> => {
  const { legacyId, userId, email, reason } = input;
  const known = await deps.directory.legacyIdentity(legacyId);
  if (known !== undefined && known.userId !== userId) return "taken";
  if (known !== undefined && known.state !== "PREPARED") return "there";
  const owner = await deps.directory.legacyIdByAddress(email);
  if (owner !== undefined && owner !== legacyId) return "address_taken";
  if (await deps.directory.isErased(await tombstonesOf(deps, { userId, legacyId, email }))) return "erased";
  const carries = (user: PoolUser) =>
    user.userId === userId && user.legacyId === legacyId && user.emailVerified;
  if (!(await deps.poolUsers.byEmail(email)).some(carries)) return "not_in_pool";
  const held = (await deps.directory.profile(userId))?.legacyId;
  if (held !== undefined && held !== legacyId) return "other_legacy_id";
  const identity = { legacyId, userId, email, preparedEmail: known?.email };
  await repairApproval(deps, identity, { reason, operator: deps.operator });
  return "repaired";
};

const eventOf = (
  { clock, operator }: Deps,
  type: AuditEventType & `migration.re${string}`,
  details: { legacyId: string; userId: string; email: string; reason: string },
) => {
  const at = clock.now();
  return auditEvent(type, {
    subject: userSubject(details.userId),
    key: `${details.legacyId}/${at.toISOString()}`,
    at,
    details: { ...details, operator },
  });
};
