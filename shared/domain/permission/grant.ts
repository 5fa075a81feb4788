/**
 * A grant: the actions that a user, or the members of a team, group or role, may do on a resource of an
 * account.
 */
import type { Role } from "../role.js";
import { isId, keptGroup } from "../text.js";
import type { Resource } from "./resource.js";

const GRANTEE_KINDS = ["user", "team", "group", "role"] as const;
export type GranteeKind = (typeof GRANTEE_KINDS)[number];

/** `<kind>:<id>`, such as `team:team_1`. */
export type Grantee = string;

export type Grant = {
  readonly systemAccountId: string;
  readonly resource: Resource;
  readonly grantee: Grantee;
  readonly actions: readonly string[];
  /** The id of the user who granted it. */
  readonly grantedBy: string;
  /** RFC 3339. */
  readonly grantedAt: string;
  /** If absent, the grant is valid until it is revoked. */
  readonly expiresAtSeconds?: number | undefined;
};

/** Whose grants a list shows: those on a resource, or those to a grantee. */
export type GrantsOf =
  | { readonly kind: "on"; readonly resource: Resource }
  | { readonly kind: "to"; readonly grantee: Grantee };

/** Whether a grant has not expired. Compared on every read, because DynamoDB deletes rows late. */
export const isCurrent = ({ expiresAtSeconds }: Pick<Grant, "expiresAtSeconds">, now: Date): boolean =>
  expiresAtSeconds === undefined || now.getTime() < expiresAtSeconds * 1000;

export const granteeOf = (kind: GranteeKind, id: string): Grantee => `${kind}:${id}`;

/** The parts of a grantee, a group in its stored form. Undefined for a malformed text. */
export const granteeParts = (grantee: string): { kind: GranteeKind; id: string } | undefined => {
  const colon = grantee.indexOf(":");
  const kind = GRANTEE_KINDS.find((each) => each === grantee.slice(0, colon));
  const typed = grantee.slice(colon + 1);
  const id = kind === "group" ? keptGroup(typed) : isId(typed) ? typed : undefined;
  return kind !== undefined && id !== undefined ? { kind, id } : undefined;
};

/** The stored form of a grantee; undefined for a malformed text. */
export const keptGrantee = (typed: string): Grantee | undefined => {
  const parts = granteeParts(typed);
  return parts === undefined ? undefined : granteeOf(parts.kind, parts.id);
};

/** All grantees that include the member, starting with the user. */
export const granteesOf = (member: {
  readonly userId: string;
  readonly teams: readonly string[];
  readonly groups: readonly string[];
  readonly role: Role;
}): Grantee[] => [
  granteeOf("user", member.userId),
  ...[...new Set(member.teams)].sort().map((id) => granteeOf("team", id)),
  ...[...new Set(member.groups)].sort().map((id) => granteeOf("group", id)),
  granteeOf("role", member.role),
];
