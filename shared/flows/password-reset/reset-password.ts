/**
 * Sets a new password with the code that was mailed, and ends every session of the person: whoever
 * else was signed in is not any more. Every failure of the code reads the same. PostConfirmation, which
 * also runs for other doors, records the reset itself.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError, type AuthErrorCode } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { isStrongPassword } from "../../domain/password-policy.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";

export type ResetDeps = Pick<
  Ports,
  "audit" | "blockedSources" | "clock" | "pseudonyms" | "throttle" | "userPool"
>;
type Input = {
  readonly email: string;
  readonly code: string;
  readonly password: string;
  readonly caller: Caller;
};

/** @throws AuthError `weak_password`, `invalid_code`, `too_many_requests`, `temporarily_unavailable`. */
export const resetPassword = async (deps: ResetDeps, input: Input): Promise<void> => {
  const email = normaliseIdentifier(input.email);
  // Before anything that depends on who it is.
  if (!isStrongPassword(input.password)) throw new AuthError("weak_password");
  const pseudonym = await deps.pseudonyms.of(email);
  await countAttempt(deps, THROTTLES.resetPerIdentifier, pseudonym);

  const record = (
    type: "password.reset_failed" | "password.sessions_kept",
    reason: AuthErrorCode | "network_blocked",
  ) =>
    deps.audit.record(
      auditEvent(type, {
        subject: pseudonymSubject(pseudonym),
        key: input.caller.requestId,
        at: deps.clock.now(),
        details: { reason, ...input.caller.facts },
      }),
    );
  if (await isFromBlockedNetwork(deps, input.caller)) {
    await record("password.reset_failed", "network_blocked");
    throw new AuthError("invalid_code");
  }
  const { code, password } = input;
  const answer = await deps.userPool.resetPassword({ email, code, password });
  if (answer !== "reset") {
    await record("password.reset_failed", answer);
    throw new AuthError(answer);
  }
  await deps.throttle.giveBack(THROTTLES.resetPerIdentifier, pseudonym);
  // The password is new already: an error would make people try a code that is used up.
  await endSessions(deps, email).catch(() => record("password.sessions_kept", "temporarily_unavailable"));
};

const endSessions = (deps: ResetDeps, email: string): Promise<void> =>
  deps.userPool.endSessions(email).catch(() => deps.userPool.endSessions(email));
