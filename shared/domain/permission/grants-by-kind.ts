/**
 * Selects the grants that apply to a member, by the kind of grantee. Rows are checked again after the read.
 */
import type { Standing } from "../account.js";
import { sinceJoining } from "../endings.js";
import type { Affiliation } from "./affiliation.js";
import { type Grant, type GranteeKind, granteeOf, granteesOf } from "./grant.js";
import type { Resource } from "./resource.js";

/**
 * A grant applies only to its own account, resource and grantee. A grant made before the user last left the
 * account does not apply, so that a user who is invited again does not regain earlier permissions.
 */
export const grantsByKind = ({
  standing: { membership, profile },
  affiliation,
  resource,
  grants,
  teams: there,
}: {
  readonly standing: Standing;
  readonly affiliation: Affiliation;
  readonly resource: Resource;
  readonly grants: readonly Grant[];
  readonly teams: readonly string[];
}): ((kind: GranteeKind) => Grant[]) => {
  const { userId = "", role = "", systemAccountId } = membership ?? {};
  const teams = affiliation.teams.filter((id) => there.includes(id));
  const mine = new Set(granteesOf({ userId, teams, groups: profile?.groups ?? [], role }));
  const fitting = grants.filter(
    (grant) =>
      grant.systemAccountId === systemAccountId &&
      grant.resource === resource &&
      mine.has(grant.grantee) &&
      (grant.grantee !== granteeOf("user", userId) || sinceJoining(grant.grantedAt, membership)),
  );
  return (kind) => fitting.filter(({ grantee }) => grantee.startsWith(granteeOf(kind, "")));
};
