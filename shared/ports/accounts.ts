/** Accounts and the people in them, as they are made and changed; part of ../ports.ts. */
import type { Account, AccountStatus, Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit-event.js";
import type { Page, PageOf } from "./page.js";

/** A membership as it was read, and as it shall be. */
export type MemberChange = { readonly before: Membership; readonly after: Membership };

/** Every write commits together with its event, or not at all. Reads are strongly consistent. */
export interface Accounts {
  /**
   * Makes an account. With an owner, who becomes its first member, ACTIVE and counted in their profile.
   * `refused` when the system id or the visible id is somebody's, or the owner is no ACTIVE user.
   */
  create(account: Account, owner: Membership | undefined, event: AuditEvent): Promise<"created" | "refused">;
  /** `by` is the membership that the decision rests on; `refused` when it changed, or the account is not ACTIVE. */
  rename(
    input: { readonly systemAccountId: string; readonly name: string; readonly by: Membership },
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
  /** `refused` when the status is none of `from`, or `by` changed. Memberships stay as they are. */
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
   * Changes memberships of one account together, and what the profiles count of them. `refused` when one of
   * them, or `by`, is not any more as it was read, when the account is not ACTIVE, and when it would lose its
   * last owner.
   */
  changeMembers(
    changes: readonly MemberChange[],
    by: Membership | undefined,
    event: AuditEvent,
  ): Promise<"changed" | "refused">;
  /** The user acts in this account from their next tokens on. `refused` unless they are an ACTIVE member of it, and it is ACTIVE. */
  activate(
    input: Pick<Membership, "userId" | "systemAccountId">,
    event: AuditEvent,
  ): Promise<"activated" | "refused">;
  /** Who is or was to be in an account, without those who were removed, in the order of user ids. */
  members(systemAccountId: string, page: PageOf): Promise<Page<Membership>>;
  /** What a user is in, without what they were removed from, in the order of account ids. */
  memberships(userId: string, page: PageOf): Promise<Page<Membership>>;
  /** The address of each of at most 100 users that has a profile. */
  addresses(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
