/**
 * What a duplicate holds in accounts besides memberships: grants to and by the user, teams, department and projects,
 * owned resources, API keys and invitations. A merge moves it to the kept user, unless that would give a right that
 * the duplicate did not have: then an operator decides.
 */
import type { Membership } from "./account.js";
import type { Resource } from "./permission/resource.js";
import { atLeast, type Role, type Roles } from "./role.js";

export type Holding = {
  readonly duplicateUserId: string;
  readonly systemAccountId: string;
  /** When it was given, RFC 3339, if that is stored. */
  readonly at?: string | undefined;
  /** The role that it gives, so that the user who stands behind it needs at least this role. */
  readonly role?: Role | undefined;
} & (
  | { readonly kind: "grant" | "resource"; readonly resource: Resource }
  | { readonly kind: "given_grant"; readonly resource: Resource; readonly grantee: string }
  | { readonly kind: "team"; readonly teamId: string }
  | { readonly kind: "affiliation" }
  | { readonly kind: "api_key"; readonly keyId: string }
  | { readonly kind: "invitation"; readonly email: string; readonly invitationId: string }
);

/** Unique among the holdings of a user in an account. */
export const holdingName = (holding: Holding): string => {
  switch (holding.kind) {
    case "grant":
      return `grant on ${holding.resource}`;
    case "resource":
      return `ownership of ${holding.resource}`;
    case "given_grant":
      return `grant on ${holding.resource} to ${holding.grantee}`;
    case "team":
      return `team ${holding.teamId}`;
    case "affiliation":
      return "department and projects";
    case "api_key":
      return `API key ${holding.keyId}`;
    case "invitation":
      return `invitation ${holding.invitationId}`;
  }
};

export type HoldingRefusal =
  | "duplicate_no_member"
  | "duplicate_inactive"
  | "kept_user_inactive"
  | "before_departure"
  | "role_too_low";

/**
 * Why a holding does not move; undefined if it moves. Without a membership of the kept user it moves together with
 * that of the duplicate, and counts exactly as before. Otherwise the kept user's membership stays, so the holding
 * must have counted for the duplicate and must be possible for the kept user.
 */
export const refuseHolding = (
  roles: Roles,
  { at, role }: Pick<Holding, "at" | "role">,
  duplicate: Membership | undefined,
  kept: Membership | undefined,
): HoldingRefusal | undefined => {
  if (duplicate === undefined) return "duplicate_no_member";
  if (kept === undefined) return undefined;
  if (duplicate.status !== "ACTIVE") return "duplicate_inactive";
  if (kept.status !== "ACTIVE") return "kept_user_inactive";
  if (at !== undefined && [duplicate, kept].some(({ leftAt = "" }) => at <= leftAt))
    return "before_departure";
  if (role !== undefined && !atLeast(roles, kept.role, role)) return "role_too_low";
  return undefined;
};
