/** A grant: what somebody, or everybody of a team, a group or a role, may do to one resource of one account. */
import type { Role } from "../role.js";
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
  /** The user who granted it. */
  readonly grantedBy: string;
  /** RFC 3339. */
  readonly grantedAt: string;
  /** Without it the grant holds until it is revoked. */
  readonly expiresAtSeconds?: number | undefined;
};

/** Whether a grant counts at this moment. Its end is compared whenever it is read: rows may outlive it. */
export const isCurrent = ({ expiresAtSeconds }: Pick<Grant, "expiresAtSeconds">, now: Date): boolean =>
  expiresAtSeconds === undefined || now.getTime() < expiresAtSeconds * 1000;

export const granteeOf = (kind: GranteeKind, id: string): Grantee => `${kind}:${id}`;

// What a group's name can be at the pool is wider than what the other ids are.
const ID = /^[^\s,\p{Cc}]{1,128}$/u;

/** The parts of a grantee; undefined for a text that is none. */
export const granteeParts = (grantee: string): { kind: GranteeKind; id: string } | undefined => {
  const colon = grantee.indexOf(":");
  const kind = GRANTEE_KINDS.find((each) => each === grantee.slice(0, colon));
  const id = grantee.slice(colon + 1);
  return kind !== undefined && ID.test(id) ? { kind, id } : undefined;
};

/** Everything under which a member can have been granted something, themselves first. */
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
