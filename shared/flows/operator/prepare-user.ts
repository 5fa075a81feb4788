/**
 * Imports a legacy user before their first sign-in: identity, profile and memberships in one transaction, so
 * that an interrupted import can be run again.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { PreparedUser } from "../../domain/prepared-user.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "clock" | "directory" | "legacyRecords" | "operator" | "random">;

/** `there`: the legacy id is known already; nothing is changed. */
export type Preparation =
  | { readonly kind: "prepared" | "there"; readonly userId: string }
  | { readonly kind: "refused"; readonly reason: "account_unknown" | "user_id_taken" };

export const prepareUser = async (
  deps: Deps,
  { userId = deps.random.id("usr"), ...user }: Omit<PreparedUser, "userId"> & { readonly userId?: string },
): Promise<Preparation> => {
  const { legacyId, email } = user;
  const known = await deps.directory.legacyIdentity(legacyId);
  if (known !== undefined) return { kind: "there", userId: known.userId };
  const ids = [...new Set(user.memberships.map(({ systemAccountId }) => systemAccountId))];
  if ((await deps.directory.accounts(ids)).length < ids.length)
    return { kind: "refused", reason: "account_unknown" };
  const event = auditEvent("migration.prepared", {
    subject: userSubject(userId),
    key: legacyId,
    at: deps.clock.now(),
    details: { userId, legacyId, email, operator: deps.operator },
  });
  if ((await deps.legacyRecords.prepare({ ...user, userId }, event)) === "prepared")
    return { kind: "prepared", userId };
  // A concurrent import may have written the legacy id.
  const other = await deps.directory.legacyIdentity(legacyId);
  return other === undefined
    ? { kind: "refused", reason: "user_id_taken" }
    : { kind: "there", userId: other.userId };
};
