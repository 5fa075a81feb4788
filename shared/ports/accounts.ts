/** Accounts and their members: creation and changes. */
import type { Account, AccountStatus, Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Page, PageOf } from "./page.js";

/** A membership as read, and its intended state. */
export type MemberChange = { readonly before: Membership; readonly after: Membership };

/** Every write commits together with its audit event, or not at all. Reads are strongly consistent. */
export interface Accounts {
  /**
   * Creates an account. If `owner` is given, that user becomes the first ACTIVE member, counted in the
   * profile. Returns `refused` if the system id or visible id is taken, or if the owner is not an ACTIVE
   * user.
   */
  create(account: Account, owner: Membership | undefined, event: AuditEvent): Promise<"created" | "refused">;
  /**
   * `by` is the membership that authorizes the change. Returns `refused` if it changed or the account is not
   * ACTIVE.
   */
  rename(
    input: { readonly systemAccountId: string; readonly name: string; readonly by: Membership },
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
  /** Returns `refused` if the status is not in `from`, or if `by` changed. Memberships do not change. */
  changeStatus(
    input: {
      readonly systemAccountId: string;
      readonly from: readonly AccountStatus[];
      readonly to: AccountStatus;
      readonly by?: Membership | undefined;
    },
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
  /**
   * Changes several memberships of one account, and the counters in the users' profiles, in one transaction.
   * Returns `refused` if a membership or `by` changed since it was read, if the account is not ACTIVE, or if
   * the account would lose its last owner.
   */
  changeMembers(
    changes: readonly MemberChange[],
    by: Membership | undefined,
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
  /**
   * Sets the user's active account, used from the next tokens on. Returns `refused` unless the user is an
   * ACTIVE member and the account is ACTIVE.
   */
  activate(
    input: Pick<Membership, "userId" | "systemAccountId">,
    event: AuditEvent,
  ): Promise<"activated" | "refused">;
  /** Memberships of an account, including INVITED ones, without REMOVED ones; ordered by user id. */
  members(systemAccountId: string, page: PageOf): Promise<Page<Membership>>;
  /** E-mail addresses of at most 100 users. Users without a profile are left out. */
  addresses(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
