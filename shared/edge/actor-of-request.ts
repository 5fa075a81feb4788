/**
 * The actor of a request. Defence in depth: an API function does not assume that its route has the right
 * authorizer. The actor comes only from the authorizer's context, and the account in the path must be the
 * account in that context.
 */
import type { DenyReason } from "../domain/access.js";
import { accessDenial } from "../domain/access-denial.js";
import type { Actor, UserActor } from "../domain/actor.js";
import { auditEvent, pseudonymSubject } from "../domain/audit/audit-event.js";
import { AuthError } from "../domain/errors.js";
import { isLeaving } from "../domain/route-access.js";
import type { Ports } from "../ports/index.js";
import type { HttpRequest } from "./http-endpoint.js";

export type ActorDeps = Pick<Ports, "audit" | "clock">;

/**
 * @throws AuthError `forbidden` without an authorizer context, or if the path names another account; audited.
 */
export const actorOfRequest = async (deps: ActorDeps, request: HttpRequest): Promise<Actor> => {
  const actor = actorFrom(request);
  if (actor === undefined) return refuseMissingContext(deps, request);
  const asked = request.path.account_id;
  // The authorizer admits a former member who leaves again, without an account. The flow reads the membership.
  if (actor.credential !== "api_key" && actor.systemAccountId === undefined && asked !== undefined)
    if (isLeaving(request.route, request.path.user_id, actor.userId))
      return { ...actor, systemAccountId: asked };
  if (asked !== undefined && asked !== actor.systemAccountId)
    return deny(deps, actor, "account_contradiction", asked);
  return actor;
};

/** As `actorOfRequest`, for actions of users only. @throws AuthError `forbidden`, also for an API key. */
export const userOfRequest = async (deps: ActorDeps, request: HttpRequest): Promise<UserActor> => {
  const actor = await actorOfRequest(deps, request);
  if (actor.credential === "api_key") return deny(deps, actor, "credential");
  return actor;
};

const actorFrom = ({ access = {}, caller, route }: HttpRequest): Actor | undefined => {
  const acting = {
    systemAccountId: text(access.system_account_id),
    visibleAccountId: text(access.visible_account_id),
    cellId: text(access.cell_id),
    role: text(access.role) as Actor["role"],
    scopes: text(access.scopes)?.split(" ") ?? [],
    caller,
    route,
  };
  const { credential } = access;
  const keyId = text(access.key_id);
  if (credential === "api_key" && keyId !== undefined) return { ...acting, credential, keyId };
  const [userId, sub, sessionId] = [text(access.user_id), text(access.sub), text(access.session_id)];
  if (credential !== "token" && credential !== "cookie") return undefined;
  if (userId === undefined || sub === undefined || sessionId === undefined) return undefined;
  const [username, email] = [text(access.username) ?? "", text(access.email) ?? ""];
  return { ...acting, credential, userId, sub, sessionId, username, email };
};

/** The context contains only strings; an absent value is an empty string. */
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const deny = async (
  deps: ActorDeps,
  actor: Actor,
  reason: DenyReason,
  systemAccountId?: string,
): Promise<never> => {
  await deps.audit.record(accessDenial(actor, { reason, systemAccountId }, deps.clock.now()));
  throw new AuthError("forbidden");
};

const refuseMissingContext = async (deps: ActorDeps, { caller, route }: HttpRequest): Promise<never> => {
  await deps.audit.record(
    auditEvent("access.denied", {
      // The caller is unknown. A subject shared by all such requests would make one hash chain a bottleneck.
      subject: pseudonymSubject(caller.requestId),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason: "context_missing", route, ...caller.facts },
    }),
  );
  throw new AuthError("forbidden");
};
