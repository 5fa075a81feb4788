/** Questions about permissions: every member asks about themselves, Admins about everybody in the account. */
import type { Actor } from "../../domain/actor.js";
import type { Explanation } from "../../domain/permission/decide.js";
import { type Grant, type Grantee, granteeOf } from "../../domain/permission/grant.js";
import type { Resource, ResourceFacts } from "../../domain/permission/resource.js";
import { ADMIN } from "../../domain/role.js";
import type { Page, PageOf } from "../../ports/page.js";
import type { Ports } from "../../ports.js";
import { type Held, requireMember, requireRole } from "../require-role.js";
import { explainPermissions, type Wanted } from "./check-permission.js";
import { type GuardDeps, requirePermission } from "./require-permission.js";

export type AskDeps = GuardDeps & Pick<Ports, "directory">;

/** One answer for each question. @throws AuthError as `requireRole`. */
export const askPermissions = async (
  deps: AskDeps,
  actor: Actor,
  { userId, wanted }: { readonly userId: string | undefined; readonly wanted: readonly Wanted[] },
): Promise<readonly Explanation[]> => {
  const { standing } = await entitled(deps, actor, (own) => userId === undefined || userId === own);
  const member = { userId: userId ?? standing.profile.userId, ...accountOf(standing) };
  const checked = await explainPermissions(deps, member, wanted);
  if (checked.standing.membership !== undefined) return checked.explanations;
  // Whether somebody exists who is not in the account is not told.
  return wanted.map(() => ({ decision: { allowed: false, reason: "not_a_member" }, steps: [] }));
};

/** For whoever is an admin of the resource. @throws AuthError as `requirePermission`. */
export const grantsOnResource = async (
  deps: AskDeps,
  actor: Actor,
  resource: Resource,
  page: PageOf,
): Promise<Page<Grant>> => {
  const { by } = await requirePermission(deps, actor, { resource, action: "admin" });
  return deps.permissions.grantsOn(by.systemAccountId, resource, page);
};

/** @throws AuthError as `requireRole`. */
export const grantsToGrantee = async (
  deps: AskDeps,
  actor: Actor,
  grantee: Grantee,
  page: PageOf,
): Promise<Page<Grant>> => {
  const { standing } = await entitled(deps, actor, (own) => grantee === granteeOf("user", own));
  return deps.permissions.grantsTo(standing.account.systemAccountId, grantee, page);
};

/** For whoever may read the resource. @throws AuthError as `requirePermission`. */
export const factsOfResource = async (
  deps: AskDeps,
  actor: Actor,
  resource: Resource,
): Promise<ResourceFacts> => {
  const { by } = await requirePermission(deps, actor, { resource, action: "read" });
  return deps.permissions.facts(by.systemAccountId, resource);
};

const entitled = (deps: AskDeps, actor: Actor, aboutSelf: (userId: string) => boolean): Promise<Held> =>
  actor.credential === "token" && aboutSelf(actor.userId)
    ? requireMember(deps, actor)
    : requireRole(deps, actor, ADMIN);

const accountOf = ({ account }: Held["standing"]) => ({ systemAccountId: account.systemAccountId });
