/** Refuses an actor what they asked for, and records that. */
import type { DenyReason } from "../../domain/access.js";
import { accessDenial } from "../../domain/access-denial.js";
import type { Actor } from "../../domain/actor.js";
import { AuthError, type AuthErrorCode } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";

/** Rejects always. @throws AuthError with the code, `forbidden` if none is given. */
export const denyAccess = async (
  deps: Pick<Ports, "audit" | "clock">,
  actor: Actor,
  why: {
    readonly reason: DenyReason;
    readonly code?: AuthErrorCode;
    /** The account that was asked for, where it is not the actor's own. */
    readonly systemAccountId?: string | undefined;
    readonly resource?: string;
    readonly actions?: string;
  },
): Promise<never> => {
  await deps.audit.record(accessDenial(actor, why, deps.clock.now()));
  throw new AuthError(why.code ?? "forbidden");
};
