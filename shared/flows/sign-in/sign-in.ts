/**
 * Signs a user in with e-mail address and password. Every refusal has the same error (OWASP ASVS 5.0, 6.3.8),
 * except that an unconfirmed user with the correct password learns that. Every outcome has one audit event.
 * It is recorded, at least in the log, before the session is returned.
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
  // Same error for a suspended user, because the password has not been checked yet.
  denied: "invalid_credentials",
  not_confirmed: "user_not_confirmed",
  reset_required: "password_reset_required",
  challenge: "challenge_required",
  unavailable: "temporarily_unavailable",
} as const satisfies Record<Exclude<SignInAnswer["kind"], "session">, AuthErrorCode>;

/** @throws AuthError one of the codes above, or `too_many_requests`. */
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
  // The trigger checks client and identifier; the network is known only here. Same error as a wrong password.
  const blocked = await isFromBlockedNetwork(deps, caller).catch(failed);
  if (blocked) return fail(await refusal(deps, "denied"), "network_blocked");

  const answer = await deps.userPool.signIn(email, input.password).catch(failed);
  // The password was not checked: an outage must not consume the attempts of the user or of their network.
  if (answer.kind === "unavailable") await giveBack();
  if (answer.kind !== "session") return fail(await refusal(deps, answer.kind));

  await giveBack();
  await recordSignIn(deps, { session: answer.session, caller });
  return answer.session;
};

// While the legacy system is down, every failed sign-in gets a 503. Otherwise the 503 would reveal legacy
// users.
const refusal = async (deps: SignInDeps, kind: keyof typeof REFUSALS): Promise<AuthError> => {
  const code =
    REFUSALS[kind] === "invalid_credentials" && (await deps.outages.isDown("legacy"))
      ? "temporarily_unavailable"
      : REFUSALS[kind];
  return code === "temporarily_unavailable" ? legacyUnavailable() : new AuthError(code);
};
