/**
 * What a duplicate holds in accounts besides memberships: grants to and by the user, teams, department and projects,
 * owned resources, API keys and invitations. A merge moves it to the kept user, unless that would give a right that
 * the duplicate did not have: then an operator decides.
 */
import type { Standing } from "./account.js";
import { sinceJoining, sinceSuspension } from "./endings.js";
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
  | { readonly kind: "api_key"; readonly keyId: string; readonly secret: "current" | "previous" }
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
      return `${holding.secret === "previous" ? "previous secret of " : ""}API key ${holding.keyId}`;
    case "invitation":
      return `invitation ${holding.invitationId}`;
  }
};

export type HoldingRefusal =
  | "duplicate_no_member"
  | "duplicate_inactive"
  | "kept_user_inactive"
  | "before_departure"
  | "before_suspension"
  | "role_too_low";

type Side = Pick<Standing, "membership" | "profile">;

/**
 * Why a holding does not move; undefined if it moves. Without a membership of the kept user it moves together with
 * that of the duplicate, and counts exactly as before. Otherwise the kept user's membership stays, so the holding
 * must have counted for the duplicate and must be possible for the kept user. The times of endings stay with the user
 * and the membership, so a holding from before an ending would count again if it moved; see endings.ts.
 */
export const refuseHolding = (
  roles: Roles,
  holding: Holding,
  duplicate: Side,
  kept: Side,
): HoldingRefusal | undefined => {
  const { at, kind, role } = holding;
  const [theirs, mine] = [duplicate.membership, kept.membership];
  if (theirs === undefined) return "duplicate_no_member";
  const isOffer = kind === "invitation";
  if (isOffer && ![duplicate, kept].every(({ profile }) => sinceSuspension(at, profile)))
    return "before_suspension";
  if (mine === undefined) return undefined;
  if (theirs.status !== "ACTIVE") return "duplicate_inactive";
  if (mine.status !== "ACTIVE") return "kept_user_inactive";
  // Teams, department and projects have no time: a departure clears them.
  const isCleared = kind === "team" || kind === "affiliation";
  if (!isCleared && ![theirs, mine].every((member) => sinceJoining(at, member))) return "before_departure";
  if (isOffer && ![theirs, mine].every((member) => sinceSuspension(at, member))) return "before_suspension";
  if (role !== undefined && !atLeast(roles, mine.role, role)) return "role_too_low";
  return undefined;
};
