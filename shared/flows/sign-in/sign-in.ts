/**
 * Signs a person in with e-mail address and password. Whatever is wrong, the answer reads the same
 * (OWASP ASVS 5.0, 6.3.8), except that the right password of an unconfirmed user may say so. Every
 * outcome leaves one audit event here; it is recorded before a session is handed over, in the log
 * at least.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError, type AuthErrorCode, asAuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { legacyUnavailable } from "../../domain/legacy-unavailable.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Session, SignInAnswer } from "../../ports/index.js";
import { isFromBlockedNetwork } from "./blocked-network.js";
import { recordSignIn } from "./record-sign-in.js";
import type { NewsDeps } from "./report-unusual-sign-in.js";

export type SignInDeps = NewsDeps &
  Pick<Ports, "audit" | "blockedSources" | "clock" | "outages" | "pseudonyms" | "throttle" | "userPool">;

const REFUSALS = {
  refused: "invalid_credentials",
  // A suspended user is told nothing else: the refusal comes before the password is checked.
  denied: "invalid_credentials",
  not_confirmed: "user_not_confirmed",
  reset_required: "password_reset_required",
  challenge: "challenge_required",
  unavailable: "temporarily_unavailable",
} as const satisfies Record<Exclude<SignInAnswer["kind"], "session">, AuthErrorCode>;

/** @throws AuthError with one of the codes above, or `too_many_requests`. */
export const signIn = async (
  deps: SignInDeps,
  input: { email: string; password: string; caller: Caller },
): Promise<Session> => {
  const email = normaliseIdentifier(input.email);
  const { caller } = input;
  const pseudonym = await deps.pseudonyms.of(email);
  const counters = [
    [THROTTLES.signInPerIdentifierAndAddress, `${pseudonym}/${caller.network}`],
    [THROTTLES.signInPerNetwork, caller.network],
    [THROTTLES.signInPerIdentifier, pseudonym],
  ] as const;

  const fail = async (error: AuthError, reason: string = error.code): Promise<never> => {
    await deps.audit.record(
      auditEvent("signin.failed", {
        subject: pseudonymSubject(pseudonym),
        key: caller.requestId,
        at: deps.clock.now(),
        details: { reason, ...caller.facts },
      }),
    );
    throw error;
  };

  for (const [rule, key] of counters) {
    const { allowed, retryAfterSeconds } = await deps.throttle.take(rule, key);
    if (!allowed) return fail(new AuthError("too_many_requests", { retryAfterSeconds }));
  }

  const giveBack = async (): Promise<void> => {
    await Promise.all(counters.map(([rule, key]) => deps.throttle.giveBack(rule, key)));
  };
  const failed = async (thrown: unknown): Promise<never> => {
    await giveBack();
    return fail(asAuthError(thrown));
  };
  // The trigger looks at client and name; only here the network is known. It reads like a wrong password.
  const blocked = await isFromBlockedNetwork(deps, caller).catch(failed);
  if (blocked) return fail(await refusal(deps, "denied"), "network_blocked");

  const answer = await deps.userPool.signIn(email, input.password).catch(failed);
  // Nobody looked at the password: an outage must not use up the attempts of a person, or of everybody in their office.
  if (answer.kind === "unavailable") await giveBack();
  if (answer.kind !== "session") return fail(await refusal(deps, answer.kind));

  await giveBack();
  await recordSignIn(deps, { session: answer.session, caller });
  return answer.session;
};

// While the legacy system is down its users cannot be told from others by a 503 of their own: every
// failed sign-in then gets it.
const refusal = async (deps: SignInDeps, kind: keyof typeof REFUSALS): Promise<AuthError> => {
  const code =
    REFUSALS[kind] === "invalid_credentials" && (await deps.outages.isDown("legacy"))
      ? "temporarily_unavailable"
      : REFUSALS[kind];
  return code === "temporarily_unavailable" ? legacyUnavailable() : new AuthError(code);
};
