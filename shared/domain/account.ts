/** Accounts (tenants), the users in them, and what a user's standing in one is. */
import type { Entitlements } from "./legacy-mapping/mapping.js";
import type { Role } from "./role.js";

export type AccountStatus = "ACTIVE" | "SUSPENDED" | "CLOSED";
export type MembershipStatus = "INVITED" | "ACTIVE" | "SUSPENDED" | "REMOVED";
export type UserStatus = "UNCONFIRMED" | "ACTIVE" | "SUSPENDED";
/** PREPARED: loaded ahead of the first sign-in; APPROVED: vouched for; LINKED: known by its `sub`. */
export type LegacyState = "PREPARED" | "APPROVED" | "LINKED";

export type Account = {
  readonly systemAccountId: string;
  readonly visibleAccountId: string;
  readonly cellId: string;
  readonly name: string;
  readonly status: AccountStatus;
  /** How many owners it has; undefined for one that never had any. */
  readonly ownerCount?: number | undefined;
};

export type Membership = {
  readonly userId: string;
  readonly systemAccountId: string;
  readonly role: Role;
  readonly status: MembershipStatus;
  /** When they were removed last, or left, RFC 3339: what was granted to them before counts no more. */
  readonly leftAt?: string | undefined;
  /** True of an owner, who is an ACTIVE Admin at the same time. */
  readonly owner?: boolean | undefined;
};

export type UserProfile = {
  /** Ours, minted once; it outlives a move to another pool, which the pool's `sub` does not. */
  readonly userId: string;
  readonly email: string;
  readonly status: UserStatus;
  readonly sub?: string | undefined;
  readonly legacyId?: string | undefined;
  readonly activeAccountId?: string | undefined;
  readonly groups: readonly string[];
  readonly membershipCount: number;
  /** Grows with every change of the user's memberships; lets an application notice stale tokens. */
  readonly membershipVersion: number;
  /** What a legacy system said of the user, as far as the mapping keeps it here. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** While UNCONFIRMED: whoever registered the address chose the password, and nobody has proved the address with one of their own. */
  readonly passwordPending?: boolean | undefined;
  /** Of a duplicate: the user whom it was merged into, or is being. It stays suspended. */
  readonly mergedInto?: string | undefined;
};

export type LegacyIdentity = {
  readonly legacyId: string;
  readonly userId: string;
  readonly state: LegacyState;
  readonly sub?: string | undefined;
  /** What is given to the user when they are linked; absent when there is nothing, or it has been given. */
  readonly entitlements?: Entitlements | undefined;
};

/** What one consistent read says of a user in an account. Missing rows stay undefined. */
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

/** Only an ACTIVE user with an ACTIVE membership of an ACTIVE account counts; any doubt refuses. */
export const judgeStanding = ({ profile, membership, account }: Standing): StandingVerdict => {
  if (!profile) return { kind: "refused", reason: "user_unknown" };
  if (profile.status !== "ACTIVE") return { kind: "refused", reason: "user_inactive" };
  if (!membership) return { kind: "refused", reason: "not_a_member" };
  if (membership.status !== "ACTIVE") return { kind: "refused", reason: "membership_inactive" };
  if (account?.status !== "ACTIVE") return { kind: "refused", reason: "account_inactive" };
  return { kind: "active", standing: { profile, membership, account } };
};
