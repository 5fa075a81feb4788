/**
 * Sets a new password with the mailed code, and ends every session of the user, on all pool users, including an
 * attacker's. The devices and networks that an attacker signed in from are no longer known.
 * Every failure of the code has the same error. PostConfirmation audits the reset, because it also runs for
 * resets through other clients.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { surelySinceSuspension } from "../../domain/endings.js";
import type { AuthErrorCode } from "../../domain/error-facts.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { isStrongPassword } from "../../domain/password-policy.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import { type FloorDeps, failAtFloor } from "../answer-floor.js";
import { refundAttempts } from "../count-attempt.js";
import { type EndAllDeps, endAllSessions } from "../sign-in/end-all-sessions.js";
import { type ForgetDeps, forgetOtherSources } from "../sign-in/remember-source.js";
import {
  countGuess,
  type DeviceCaller,
  errorOf,
  type FindSourceDeps,
  ownCounter,
  signInSource,
} from "../sign-in/sign-in-source.js";

/** The lifetime of the pool's code. */
const RESET_CODE_SECONDS = 60 * 60;

export type ResetDeps = EndAllDeps &
  FindSourceDeps &
  ForgetDeps &
  FloorDeps &
  Pick<Ports, "audit" | "clock" | "pseudonyms" | "throttle" | "userPool">;
type Input = {
  readonly email: string;
  readonly code: string;
  readonly password: string;
  readonly caller: DeviceCaller;
};

/** @throws AuthError `weak_password`, `invalid_code`, `too_many_requests`, `temporarily_unavailable`. */
export const resetPassword = async (deps: ResetDeps, input: Input): Promise<void> => {
  const email = normaliseIdentifier(input.email);
  // Before any check that depends on the user.
  if (!isStrongPassword(input.password)) throw new AuthError("weak_password");
  const pseudonym = await deps.pseudonyms.of(email);
  const source = await signInSource(deps, pseudonym, input.caller);
  const count = await countGuess(deps, source, {
    own: [[ownCounter(THROTTLES.resetFromKnownSource, source)]],
    ordinary: [[[THROTTLES.resetPerIdentifier, pseudonym]]],
  });
  if (count.kind === "refused") throw new AuthError("too_many_requests", count);

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
  const { beyond } = count;
  const failure = (code: AuthErrorCode): AuthError =>
    beyond === undefined ? new AuthError(code) : errorOf(beyond.refusal);
  await failAtFloor(deps, async () => {
    if (beyond !== undefined && source.known === undefined) throw errorOf(beyond.refusal);
    if (source.facts.blocked) {
      await record("password.reset_failed", "network_blocked");
      throw failure("invalid_code");
    }
    if (!(await isCodeSinceSuspension(deps, email))) {
      await record("password.reset_failed", "invalid_code");
      throw failure("invalid_code");
    }
    const { code, password } = input;
    const answer = await deps.userPool.resetPassword({ email, code, password });
    if (answer === "reset") return;
    await record("password.reset_failed", answer);
    throw failure(answer);
  });
  await Promise.all([refundAttempts(deps, count.counted), forgetOtherSources(deps, source)]);
  // The password is already changed: after an error, users would retry a code that is consumed.
  await endSessions(deps, email)
    .catch(() => endSessions(deps, email))
    .catch(() => record("password.sessions_kept", "temporarily_unavailable"));
};

/** The pool does not tell when it sent a code, so every code counts as being as old as a code can be. */
const isCodeSinceSuspension = async (
  { clock, directory, userPool }: ResetDeps,
  email: string,
): Promise<boolean> => {
  const sub = await userPool.subOf(email);
  const userId = sub === undefined ? undefined : await directory.userIdBySub(sub);
  const profile = await directory.profile(userId ?? sub ?? email);
  return surelySinceSuspension(profile, RESET_CODE_SECONDS, clock.now());
};

const endSessions = async (deps: ResetDeps, email: string): Promise<void> => {
  const sub = await deps.userPool.subOf(email);
  if (sub !== undefined) await endAllSessions(deps, { sub });
};
