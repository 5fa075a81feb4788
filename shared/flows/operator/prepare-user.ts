/**
 * Imports a legacy user before their first sign-in: identity, profile and memberships in one transaction, so
 * that an interrupted import can be run again. An address belongs to one user: the transaction reserves it for the
 * legacy id, and an address of another user's profile is refused.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { PreparedUser } from "../../domain/prepared-user.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { tombstonesOf } from "../migration/tombstones-of.js";

type Deps = Pick<
  OperatorPorts,
  "clock" | "directory" | "legacyRecords" | "operator" | "pseudonyms" | "random"
>;

/** `there`: the legacy id is known already; nothing is changed. */
export type Preparation =
  | { readonly kind: "prepared" | "there"; readonly userId: string }
  | {
      readonly kind: "refused";
      readonly reason:
        | "account_not_active"
        | "account_unknown"
        | "address_taken"
        | "erased"
        | "user_id_taken";
    };

export const prepareUser = async (
  deps: Deps,
  taken: ReadonlySet<string>,
  { userId: named, ...user }: Omit<PreparedUser, "userId"> & { readonly userId?: string },
): Promise<Preparation> => {
  const { legacyId, email } = user;
  const userId = named ?? deps.random.id("usr");
  const known = await deps.directory.legacyIdentity(legacyId);
  if (known !== undefined) return { kind: "there", userId: known.userId };
  if (taken.has(email)) return { kind: "refused", reason: "address_taken" };
  if (await deps.directory.isErased(await tombstonesOf(deps, { userId: named, legacyId, email })))
    return { kind: "refused", reason: "erased" };
  const ids = [...new Set(user.memberships.map(({ systemAccountId }) => systemAccountId))];
  const accounts = await deps.directory.accounts(ids);
  if (accounts.length < ids.length) return { kind: "refused", reason: "account_unknown" };
  if (accounts.some(({ status }) => status !== "ACTIVE"))
    return { kind: "refused", reason: "account_not_active" };
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
  if (other !== undefined) return { kind: "there", userId: other.userId };
  const holder = await deps.directory.legacyIdByAddress(email);
  return { kind: "refused", reason: holder === undefined ? "user_id_taken" : "address_taken" };
};
