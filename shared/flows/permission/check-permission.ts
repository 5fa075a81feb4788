/**
 * Evaluates what a member may do with resources of an account. Two or three reads wait for each other, however many
 * resources are queried and however many grants exist.
 */
import { judgeStanding, type Standing } from "../../domain/account.js";
import { type Explanation, explain } from "../../domain/permission/decide.js";
import { granteesOf } from "../../domain/permission/grant.js";
import type { Resource } from "../../domain/permission/resource.js";
import type { Ports, Settings } from "../../ports/index.js";
import type { Evidence } from "../../ports/permissions.js";

export type CheckDeps = Pick<Ports, "clock" | "permissions"> & Pick<Settings, "permissionRules" | "roles">;

export type Wanted = { readonly resource: Resource; readonly action: string };
export type Member = { readonly userId: string; readonly systemAccountId: string };

const NOTHING: Evidence = { facts: new Map(), grants: [], teams: [] };

export type Checked = {
  /** The standing that all explanations are based on. */
  readonly standing: Standing;
  /** One per query, in the same order. */
  readonly explanations: readonly Explanation[];
};

/** Decides each query, with the outcome of every rule. */
export const explainPermissions = async (
  deps: CheckDeps,
  { userId, systemAccountId }: Member,
  wanted: readonly Wanted[],
): Promise<Checked> => {
  const { standing, affiliation } = await deps.permissions.member(userId, systemAccountId);
  const verdict = judgeStanding(standing);
  const evidence =
    verdict.kind === "refused"
      ? NOTHING
      : await deps.permissions.evidence(systemAccountId, {
          resources: [...new Set(wanted.map(({ resource }) => resource))],
          grantees: granteesOf({
            userId,
            teams: affiliation.teams,
            groups: verdict.standing.profile.groups,
            role: verdict.standing.membership.role,
          }),
        });
  const settings = { roles: deps.roles, types: deps.permissionRules };
  const explanations = wanted.map(({ resource, action }) => {
    const facts = evidence.facts.get(resource) ?? {};
    const { grants, teams } = evidence;
    const question = { standing, affiliation, resource, action, facts, grants, teams };
    return explain(question, settings, deps.clock.now());
  });
  return { standing, explanations };
};
