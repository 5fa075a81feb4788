/**
 * Fed by the rule for CloudTrail's records of calls that delete or disable users of the pool, made by operators or with
 * a user's own token. The user ends in the directory, too. The events can be late, repeated, out of order, or about another
 * pool: the present state of the pool decides. `users reconcile` finds what never arrived.
 */
import { AuthError, asAuthError } from "../shared/domain/errors.js";
import { errorFields } from "../shared/edge/error-fields.js";
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "../shared/edge/invocation-deadline.js";
import { type InvocationDeps, invocationLine } from "../shared/edge/invocation-line.js";
import { type TrailCall, trailCall } from "../shared/edge/trail-event.js";
import { type EndPoolUserDeps, endPoolUser } from "../shared/flows/endings/end-pool-user.js";
import type { Invocation, Settings } from "../shared/ports/index.js";
import { invocationPorts } from "../shared/wiring/base.js";
import { poolEndingPorts } from "../shared/wiring/endings.js";
import { wired } from "../shared/wiring/provider.js";

type Deps = InvocationDeps & DeadlineDeps & EndPoolUserDeps & Pick<Settings, "ownPool">;

export const poolEndings = (deps: Deps) => async (event: unknown, invocation?: Invocation) => {
  const call = trailCall(event);
  const finish = invocationLine(deps, "pool_ending", { source: call?.name ?? "unknown" });
  try {
    const outcome = await beforeDeadline(deps, invocation, LONGEST_WORK_MS.service, () => follow(deps, call));
    finish("info", { outcome });
    return { outcome };
  } catch (thrown) {
    const error = asAuthError(thrown);
    deps.metrics.count("pool_ending_failed");
    finish("error", { outcome: "failed", ...errorFields(error) });
    throw error;
  }
};

/** @throws AuthError `invalid_request` for an event that names no user: nothing else reports that user. */
const follow = async (deps: Deps, call: TrailCall | undefined): Promise<string> => {
  if (call === undefined) throw new AuthError("invalid_request");
  const { name, refused, sub, userPoolId } = call;
  if (name === "other" || refused) return "ignored";
  if (userPoolId !== undefined && userPoolId !== deps.ownPool) return "other_pool";
  if (sub === undefined) throw new AuthError("invalid_request");
  const followed = await endPoolUser(deps, sub);
  if (followed.kind === "ended") {
    deps.metrics.count("pool_user_ended");
    for (const _ of followed.ownerless) deps.metrics.count("account_without_owner");
  }
  return followed.kind;
};

export const handler = wired(poolEndings, { ...invocationPorts, ...poolEndingPorts });
