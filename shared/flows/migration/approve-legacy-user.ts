/**
 * Creates the identity of a legacy user, unique per legacy id and per address. Returns an existing identity,
 * repairs a lost one, and refuses if two legacy records claim one address, if the address of a record
 * changed, or if the pool has another user with the identity. Idempotent, also when run concurrently.
 */

import type { LegacyIdentity } from "../../domain/account.js";
import { type AuditDetails, auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { type Entitlements, isEmptyEntitlement } from "../../domain/legacy-mapping/mapping.js";
import type { LegacyUser, MigrationConflict } from "../../domain/migration.js";
import type { Ports } from "../../ports/index.js";
import { tombstonesOf } from "./tombstones-of.js";

export type ApproveDeps = Pick<Ports, "clock" | "directory" | "pseudonyms" | "random">;

type Claimant =
  /** A user who signed up or signed in through a provider before. */
  | { readonly userId: string | undefined }
  /** A user whom the pool does not know. The function returns whether they may take over the identity of a pool user. */
  | { readonly mayTakeOver: (sub: string) => Promise<boolean> };

type NewProfile = {
  /** A new user's profile is left to the link, which follows in the same sign-in. */
  readonly profileAtLink?: boolean | undefined;
};

type Approved = { readonly legacyId: string; readonly userId: string; readonly email: string };

export type Approval =
  /** `isNew`: the user id was created now, so that no other row can exist for the user. */
  | { readonly kind: "approved"; readonly userId: string; readonly isNew: boolean }
  | { readonly kind: "conflict"; readonly reason: MigrationConflict };

/** @throws AuthError `temporarily_unavailable`. */
export const approveLegacyUser = async (
  deps: ApproveDeps,
  user: LegacyUser,
  email: string,
  {
    entitlements,
    profileAtLink,
    ...claimant
  }: Claimant & NewProfile & { readonly entitlements: Entitlements },
): Promise<Approval> => {
  const userId = "userId" in claimant ? claimant.userId : undefined;
  const again = (known: LegacyIdentity) => approveAgain(deps, known, email, claimant);
  const entitled = isEmptyEntitlement(entitlements) ? undefined : entitlements;
  const tombstones = await tombstonesOf(deps, { legacyId: user.id, email });
  // The first write of a sign-in has no checks of them, which are billed as writes: they are read. An erasure waits until
  // sign-ins that read them before it began are over, and keeps the identity until then, so that the write fails.
  const isRead = profileAtLink === true && userId === undefined;
  if (isRead && (await deps.directory.isErased(tombstones))) return { kind: "conflict", reason: "erased" };
  const approve = async (
    identity: Approved,
    more: NewProfile & {
      readonly preparedEmail?: string | undefined;
      readonly tombstones?: readonly string[];
    } = {},
  ): Promise<boolean> => {
    const event = approvalEvent(deps, "migration.approved", identity, user.id);
    const approval = { ...identity, tombstones, ...more, entitlements: entitled };
    return (await deps.directory.approveMigration(approval, event)) === "approved";
  };
  // Most users come for the first time. The write is refused if the directory knows the identity or the address, so
  // nothing needs to be read before.
  const first = { legacyId: user.id, userId: userId ?? deps.random.id("usr"), email };
  const checks = isRead ? { tombstones: [] } : {};
  if (userId === undefined && (await approve(first, { profileAtLink, ...checks })))
    return { kind: "approved", userId: first.userId, isNew: true };

  const known = await deps.directory.legacyIdentity(user.id);
  if (known && userId !== undefined && known.userId !== userId)
    return { kind: "conflict", reason: "other_user" };
  if (known && known.state !== "PREPARED") return again(known);
  const identity = { ...first, userId: known?.userId ?? first.userId };
  const isTried = known === undefined && userId === undefined;
  if (!isTried && (await approve(identity, { preparedEmail: known?.email })))
    return { kind: "approved", userId: identity.userId, isNew: false };

  const winner = await deps.directory.legacyIdentity(user.id);
  if (winner && winner.state !== "PREPARED") return again(winner);
  const owner = await deps.directory.legacyIdByAddress(email);
  if (owner !== undefined && owner !== user.id) return { kind: "conflict", reason: "address_taken" };
  if (await deps.directory.isErased(tombstones)) return { kind: "conflict", reason: "erased" };
  // The audit table has the approval but the directory does not: the directory was restored to an earlier
  // state.
  await repairApproval(deps, { ...identity, preparedEmail: winner?.email });
  return { kind: "approved", userId: identity.userId, isNew: false };
};

/**
 * Restores a lost approval with ids that are known to be correct. @throws AuthError
 * `temporarily_unavailable`.
 */
export const repairApproval = async (
  deps: Pick<Ports, "clock" | "directory">,
  { preparedEmail, ...identity }: Approved & { readonly preparedEmail?: string | undefined },
  /** The operator and the reason, if an operator decided it. */
  decision: Pick<AuditDetails, "operator" | "reason"> = {},
): Promise<void> => {
  const key = `${identity.legacyId}/${minuteOf(deps.clock.now())}`;
  const event = approvalEvent(deps, "migration.repaired", identity, key, decision);
  if ((await deps.directory.approveMigration({ ...identity, preparedEmail }, event)) === "approved") return;
  const winner = await deps.directory.legacyIdentity(identity.legacyId);
  const repaired = winner?.userId === identity.userId && winner.state !== "PREPARED";
  if (!repaired) throw new AuthError("temporarily_unavailable");
};

const approvalEvent = (
  { clock }: Pick<Ports, "clock">,
  type: "migration.approved" | "migration.repaired",
  identity: Approved,
  key: string,
  decision: AuditDetails = {},
) =>
  auditEvent(type, {
    subject: userSubject(identity.userId),
    key,
    at: clock.now(),
    details: { ...identity, ...decision },
  });

// A repeated invocation, a lost pool user, or an earlier sign-in through a provider: returns the same user
// id. With another address it is a conflict, because the legacy system may have given the record to another
// user, or the user has another address since. An identity that names its pool user is given to another one only if
// that user is gone, whether it is linked or only approved.
const approveAgain = async (
  deps: ApproveDeps,
  { userId, sub, nextSub, ...known }: LegacyIdentity,
  email: string,
  claimant: Claimant,
): Promise<Approval> => {
  // Before the link there may be no profile.
  const profile = await deps.directory.profile(userId);
  if ((profile?.email ?? known.email ?? email) !== email)
    return { kind: "conflict", reason: "other_address" };
  const isTheirs = "userId" in claimant && claimant.userId === userId;
  for (const holder of isTheirs ? [] : [sub, nextSub]) {
    if (holder === undefined) continue;
    const free = "mayTakeOver" in claimant && (await claimant.mayTakeOver(holder));
    if (!free) return { kind: "conflict", reason: "pool_user_there" };
  }
  return { kind: "approved", userId, isNew: false };
};
