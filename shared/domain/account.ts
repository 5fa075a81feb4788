/** Accounts (tenants), users, memberships, and a user's standing in an account. */
import type { Entitlements } from "./legacy-mapping/mapping.js";
import type { Role } from "./role.js";

export type AccountStatus = "ACTIVE" | "SUSPENDED" | "CLOSED";
export type MembershipStatus = "INVITED" | "ACTIVE" | "SUSPENDED" | "REMOVED";
export type UserStatus = "UNCONFIRMED" | "ACTIVE" | "SUSPENDED";
/**
 * PREPARED: loaded before the first sign-in; APPROVED: confirmed by the legacy system; LINKED: linked to a
 * `sub`.
 */
export type LegacyState = "PREPARED" | "APPROVED" | "LINKED";

export type Account = {
  readonly systemAccountId: string;
  readonly visibleAccountId: string;
  readonly cellId: string;
  readonly name: string;
  readonly status: AccountStatus;
  /** The number of owners; undefined if the account never had an owner. */
  readonly ownerCount?: number | undefined;
};

export type Membership = {
  readonly userId: string;
  readonly systemAccountId: string;
  readonly role: Role;
  readonly status: MembershipStatus;
  /** Time of the last removal or departure, RFC 3339. What began before it no longer counts; see endings.ts. */
  readonly leftAt?: string | undefined;
  /** Time of the last suspension, RFC 3339; kept after the reinstatement. */
  readonly suspendedAt?: string | undefined;
  /** True for an owner. An owner is always an ACTIVE Admin. */
  readonly owner?: boolean | undefined;
};

export type UserProfile = {
  /** Our own id, created once. Unlike the pool's `sub`, it survives a move to another pool. */
  readonly userId: string;
  readonly email: string;
  readonly status: UserStatus;
  readonly sub?: string | undefined;
  readonly legacyId?: string | undefined;
  readonly activeAccountId?: string | undefined;
  /**
   * What the last search for a usable account found, because the active account was not usable. The next search begins
   * there.
   */
  readonly fallbackAccountId?: string | undefined;
  readonly groups: readonly string[];
  readonly membershipCount: number;
  /**
   * Incremented with every change of the user's memberships, so that applications can detect stale tokens.
   */
  readonly membershipVersion: number;
  /**
   * While UNCONFIRMED: true until the owner of the address sets a new password. Whether the owner or an
   * attacker registered the address and chose the current password is unknown.
   */
  readonly passwordPending?: boolean | undefined;
  /** Time of the last suspension, RFC 3339; kept after the reinstatement. See endings.ts. */
  readonly suspendedAt?: string | undefined;
  /**
   * While invitations are left that the first sign-in could not accept: when it began, RFC 3339. Later sign-ins accept
   * invitations from before that time.
   */
  readonly acceptingSince?: string | undefined;
  /** Only on a duplicate: the user that it is, or is being, merged into. The duplicate stays suspended. */
  readonly mergedInto?: string | undefined;
  /** The user pool deleted or disabled the user, and no operator reinstated them. */
  readonly ending?: RecordedEnding | undefined;
  /** Pool users that were missing when an operator reinstated the user. They no longer count. */
  readonly missingSubs?: readonly string[] | undefined;
};

/** `at`: RFC 3339. `complete`: sessions, API keys and invitations have ended too. */
export type RecordedEnding = { readonly at: string; readonly complete: boolean };

/** An earlier address of a user and the one that followed it. */
export type AddressChange = { readonly from: string; readonly to: string };

export type LegacyIdentity = {
  readonly legacyId: string;
  readonly userId: string;
  readonly state: LegacyState;
  /** The address that was prepared, and then the one that the legacy system confirmed. The user may have another one since. */
  readonly email?: string | undefined;
  /** The pool user. While APPROVED: the one that a forgotten password created. */
  readonly sub?: string | undefined;
  /** While LINKED: another pool user, which a forgotten password created after that one was lost. */
  readonly nextSub?: string | undefined;
  /** Granted when the user is linked; absent if there are none or they have been granted. */
  readonly entitlements?: Entitlements | undefined;
};

/** The rows of one consistent read about a user in an account. Missing rows are undefined. */
export type Standing = {
  readonly profile?: UserProfile | undefined;
  readonly membership?: Membership | undefined;
  readonly account?: Account | undefined;
};

export type ActiveStanding = {
  readonly profile: UserProfile;
  readonly membership: Membership;
  readonly account: Account;
};

export type StandingVerdict =
  | { readonly kind: "active"; readonly standing: ActiveStanding }
  | {
      readonly kind: "refused";
      readonly reason:
        | "user_unknown"
        | "user_inactive"
        | "not_a_member"
        | "membership_inactive"
        | "account_inactive";
    };

/**
 * A user needs an ACTIVE profile, an ACTIVE membership and an ACTIVE account. Otherwise access is refused.
 */
export const judgeStanding = ({ profile, membership, account }: Standing): StandingVerdict => {
  if (!profile) return { kind: "refused", reason: "user_unknown" };
  if (profile.status !== "ACTIVE") return { kind: "refused", reason: "user_inactive" };
  if (!membership || membership.status === "REMOVED") return { kind: "refused", reason: "not_a_member" };
  if (membership.status !== "ACTIVE") return { kind: "refused", reason: "membership_inactive" };
  if (account?.status !== "ACTIVE") return { kind: "refused", reason: "account_inactive" };
  return { kind: "active", standing: { profile, membership, account } };
};
