/** Which grants concern a member, by the kind of their grantee. What was read is not believed. */
import type { Standing } from "../account.js";
import type { Affiliation } from "./affiliation.js";
import { type Grant, type GranteeKind, granteeOf, granteesOf } from "./grant.js";
import type { Resource } from "./resource.js";

/**
 * A grant counts for its own account, resource and grantee alone, and not for a user who left after it was
 * given: whoever is invited again does not come back to what they had.
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
  const { userId = "", role = "", systemAccountId, leftAt = "" } = membership ?? {};
  const teams = affiliation.teams.filter((id) => there.includes(id));
  const mine = new Set(granteesOf({ userId, teams, groups: profile?.groups ?? [], role }));
  const fitting = grants.filter(
    (grant) =>
      grant.systemAccountId === systemAccountId &&
      grant.resource === resource &&
      mine.has(grant.grantee) &&
      (grant.grantee !== granteeOf("user", userId) || grant.grantedAt > leftAt),
  );
  return (kind) => fitting.filter(({ grantee }) => grantee.startsWith(granteeOf(kind, "")));
};
