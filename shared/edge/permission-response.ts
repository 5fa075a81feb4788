/** The bodies of responses about permissions, grants, resources and teams. */
import type { Affiliation, Team } from "../domain/permission/affiliation.js";
import type { Explanation } from "../domain/permission/decide.js";
import type { Grant } from "../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../domain/permission/resource.js";
import { timeText } from "../domain/seconds.js";

type Wanted = { readonly resource: Resource; readonly action: string };

/** One result per question, in the same order. */
export const checkBody = (wanted: readonly Wanted[]) => (answers: readonly Explanation[]) => ({
  results: answers.map(({ decision }, index) => ({ ...wanted[index], ...decision })),
});

/** The answer to the only question, with the outcome of each rule. */
export const explainBody =
  ([wanted]: readonly Wanted[]) =>
  ([answer]: readonly Explanation[]) => ({
    ...wanted,
    ...answer?.decision,
    steps: (answer?.steps ?? []).map(({ rule, outcome, grantee, expiresAtSeconds }) => ({
      ...{ rule, outcome, grantee },
      ...(expiresAtSeconds !== undefined && { expires_at: timeText(expiresAtSeconds) }),
    })),
  });

export const grantBody = ({ resource, grantee, actions, grantedBy, grantedAt, expiresAtSeconds }: Grant) => ({
  ...{ resource, grantee, actions, granted_by: grantedBy, granted_at: grantedAt },
  expires_at: expiresAtSeconds === undefined ? null : timeText(expiresAtSeconds),
});

export const resourceBody =
  (resource: Resource) =>
  ({ ownerId, department, project }: ResourceFacts) => ({
    resource,
    owner_id: ownerId ?? null,
    department: department ?? null,
    project: project ?? null,
  });

export const teamBody = ({ teamId, name }: Team) => ({ team_id: teamId, name });

export const memberOfTeamBody = (userId: string) => ({ user_id: userId });

export const affiliationBody = ({ department, projects, teams }: Affiliation) => ({
  department: department ?? null,
  projects,
  teams,
});
