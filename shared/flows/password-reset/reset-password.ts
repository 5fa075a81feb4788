/**
 * Sets a new password with the mailed code, and ends every session of the user, including an attacker's.
 * Every failure of the code has the same error. PostConfirmation audits the reset, because it also runs for
 * resets through other clients.
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
  // Before any check that depends on the user.
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
  // The password is already changed: after an error, users would retry a code that is consumed.
  await endSessions(deps, email).catch(() => record("password.sessions_kept", "temporarily_unavailable"));
};

const endSessions = (deps: ResetDeps, email: string): Promise<void> =>
  deps.userPool.endSessions(email).catch(() => deps.userPool.endSessions(email));
