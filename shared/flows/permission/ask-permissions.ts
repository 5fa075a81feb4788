/**
 * Permission queries. A member may ask about themselves. Admins, and services with an API key of the Admin
 * role, may ask about every member of the account.
 */
import { mayRead } from "../../domain/account-scopes.js";
import type { Actor, ApiKeyActor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import type { Explanation } from "../../domain/permission/decide.js";
import { type Grant, type GrantsOf, granteeOf } from "../../domain/permission/grant.js";
import { ownsStill } from "../../domain/permission/owns-still.js";
import type { Resource, ResourceFacts } from "../../domain/permission/resource.js";
import { ADMIN, atLeast } from "../../domain/role.js";
import type { Ports } from "../../ports/index.js";
import type { Page, PageOf } from "../../ports/page.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { type MemberStanding, requireMember, requireRole } from "../authorizer/require-role.js";
import { explainPermissions, type Member, type Wanted } from "./check-permission.js";
import { type GuardDeps, requirePermission } from "./require-permission.js";

export type AskDeps = GuardDeps & Pick<Ports, "directory">;

/**
 * One answer per query. @throws AuthError as `requireRole`; `invalid_request` for an API key without a user
 * id.
 */
export const askPermissions = async (
  deps: AskDeps,
  actor: Actor,
  { userId, wanted }: { readonly userId: string | undefined; readonly wanted: readonly Wanted[] },
): Promise<readonly Explanation[]> => {
  const member = await memberAskedAbout(deps, actor, userId);
  const checked = await explainPermissions(deps, member, wanted);
  if (checked.standing.membership !== undefined) return checked.explanations;
  // Does not reveal whether a user outside the account exists.
  return wanted.map(() => ({ decision: { allowed: false, reason: "not_a_member" }, steps: [] }));
};

const memberAskedAbout = async (deps: AskDeps, actor: Actor, userId: string | undefined): Promise<Member> => {
  if (actor.credential === "api_key") return askedByKey(deps, actor, userId);
  const { standing } = await entitled(deps, actor, (own) => userId === undefined || userId === own);
  const { systemAccountId } = standing.account;
  return { userId: userId ?? standing.profile.userId, systemAccountId };
};

// No fresh read: nothing is changed, so the authorizer's view of the key is sufficient.
const askedByKey = async (deps: AskDeps, actor: ApiKeyActor, userId: string | undefined): Promise<Member> => {
  const { systemAccountId, role, scopes } = actor;
  if (systemAccountId === undefined) return denyAccess(deps, actor, { reason: "account_missing" });
  if (!atLeast(deps.roles, role, ADMIN))
    return denyAccess(deps, actor, { reason: "role_too_low", code: "role_required" });
  if (!mayRead(scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
  // An API key is not a user, so there is no default.
  if (userId === undefined) throw new AuthError("invalid_request", { fields: ["user_id"] });
  return { userId, systemAccountId };
};

/**
 * On a resource it needs `admin` there. To a grantee it is for Admins, and for users who ask about themselves.
 *
 * @throws AuthError as `requirePermission` and `requireRole`.
 */
export const listGrants = async (
  deps: AskDeps,
  actor: Actor,
  of: GrantsOf,
  page: PageOf,
): Promise<Page<Grant>> => {
  if (of.kind === "on") {
    const { by } = await requirePermission(deps, actor, { resource: of.resource, action: "admin" });
    return deps.permissions.grantsOn(by.systemAccountId, of.resource, page);
  }
  const { standing } = await entitled(deps, actor, (own) => of.grantee === granteeOf("user", own));
  return deps.permissions.grantsTo(standing.account.systemAccountId, of.grantee, page);
};

/** Needs `read` on the resource. Without an owner who left since. @throws AuthError as `requirePermission`. */
export const factsOfResource = async (
  deps: AskDeps,
  actor: Actor,
  resource: Resource,
): Promise<ResourceFacts> => {
  const { by } = await requirePermission(deps, actor, { resource, action: "read" });
  const facts = await deps.permissions.facts(by.systemAccountId, resource);
  if (facts.ownerId === undefined) return facts;
  const { membership } = await deps.directory.standing(facts.ownerId, by.systemAccountId);
  const owns = membership !== undefined && membership.status !== "REMOVED" && ownsStill(facts, membership);
  return owns ? facts : { department: facts.department, project: facts.project };
};

const entitled = (
  deps: AskDeps,
  actor: Actor,
  aboutSelf: (userId: string) => boolean,
): Promise<MemberStanding> =>
  actor.credential !== "api_key" && aboutSelf(actor.userId)
    ? requireMember(deps, actor)
    : requireRole(deps, actor, ADMIN);
