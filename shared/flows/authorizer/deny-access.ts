/** Denies an action and audits the denial. */
import type { DenyReason } from "../../domain/access.js";
import { accessDenial } from "../../domain/access-denial.js";
import type { Actor } from "../../domain/actor.js";
import type { AuthErrorCode } from "../../domain/error-facts.js";
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";

/** Always rejects. @throws AuthError `why.code`, or `forbidden` by default. */
export const denyAccess = async (
  deps: Pick<Ports, "audit" | "clock">,
  actor: Actor,
  why: {
    readonly reason: DenyReason;
    readonly code?: AuthErrorCode;
    /** The requested account, if it is not the actor's own. */
    readonly systemAccountId?: string | undefined;
    readonly resource?: string;
    readonly actions?: string;
  },
): Promise<never> => {
  await deps.audit.record(accessDenial(actor, why, deps.clock.now()));
  throw new AuthError(why.code ?? "forbidden");
};
