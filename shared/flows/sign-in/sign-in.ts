/**
 * Signs a user in with e-mail address and password. Every refusal has the same error (OWASP ASVS 5.0, 6.3.8) and takes
 * the same time. Every failed sign-in is counted alike, unless the pool itself is down. The answer never depends on whether
 * the pool checks the password or the user's status first. A browser that signed up with the address learns that the
 * address is not confirmed, whatever the pool says. Every outcome has one audit event, with the pool's own reason. It is recorded, at least in the log, before the session is returned.
 */
import { auditEvent, hourOf, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { AuthErrorCode } from "../../domain/error-facts.js";
import { AuthError, asAuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { legacyUnavailable } from "../../domain/legacy-unavailable.js";
import { countedSignInText } from "../../domain/request-start.js";
import type { Keeping } from "../../domain/session.js";
import { networkRule, networkRuleInOutage, THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, SignInAnswer } from "../../ports/index.js";
import type { KeptSession } from "../../ports/kept-session.js";
import { countFailures, type Refusal, refundAttempts } from "../count-attempt.js";
import { repeatWhile } from "../repeat-while.js";
import { isMarkedFor } from "../sign-up/sign-up-marker.js";
import { type AskedStep, type AskStepDeps, askStep } from "./answer-step.js";
import { countSignIn, PAIR_RULE } from "./count-sign-in.js";
import { type PoolDeps, poolFor } from "./pool-for.js";
import { type ProbeDeps, waitAndProbe } from "./probe-legacy.js";
import { type RecordSignInDeps, recordSignIn } from "./record-sign-in.js";
import { firstSignInBy, rememberSource } from "./remember-source.js";
import {
  type DeviceCaller,
  errorOf,
  type SignInSource,
  type SourceDeps,
  signInSource,
} from "./sign-in-source.js";

export type SignInDeps = RecordSignInDeps &
  AskStepDeps &
  ProbeDeps &
  SourceDeps &
  Pick<Ports, "audit" | "clock" | "outages" | "pseudonyms" | "throttle"> &
  PoolDeps;

/** `device`: the value of the device cookie. */
export type SignedIn = { readonly kept: KeptSession; readonly device: string };

/** The reasons in the audit stream. `refusal` decides what the caller learns. */
const REASONS = {
  refused: "invalid_credentials",
  denied: "invalid_credentials",
  locked: "invalid_credentials",
  not_confirmed: "user_not_confirmed",
  reset_required: "password_reset_required",
  unavailable: "temporarily_unavailable",
  legacy_unavailable: "temporarily_unavailable",
} as const satisfies Record<Exclude<SignInAnswer["kind"], "session" | "challenge">, AuthErrorCode>;

/** @throws AuthError one of the codes above, or `too_many_requests`. */
export const signIn = async (
  deps: SignInDeps,
  input: {
    email: string;
    password: string;
    keeping: Keeping;
    caller: DeviceCaller;
    signUpMarker?: string | undefined;
  },
): Promise<SignedIn | AskedStep> => {
  const email = normaliseIdentifier(input.email);
  const { caller, keeping } = input;
  const pseudonym = await deps.pseudonyms.of(email);

  const record = (reason: string, key = caller.requestId): Promise<void> =>
    deps.audit.record(
      auditEvent("signin.failed", {
        subject: pseudonymSubject(pseudonym),
        key,
        at: deps.clock.now(),
        details: { reason, ...caller.facts },
      }),
    );
  const fail = async (error: AuthError, reason: string = error.code, key?: string): Promise<never> => {
    await record(reason, key);
    throw error;
  };
  // Read before the pool is called: an outage that is found meanwhile does not change the answer.
  const source = await signInSource(deps, pseudonym, caller, PAIR_RULE).catch((thrown) =>
    fail(asAuthError(thrown)),
  );
  const { legacyDown: outage } = source.facts;
  const refuseUnchecked = (error: AuthError, by: readonly string[] = []): Promise<never> => {
    deps.metrics.count("sign_in_throttled");
    return fail(error, error.code, keyOfUnchecked(source, error.code, by, deps.clock.now()));
  };
  const count = await countSignIn(deps, source, outage).catch((thrown) =>
    refuseUnchecked(asAuthError(thrown)),
  );
  if (count.kind === "refused") {
    if (isOfOutage(count, outage)) await waitAndProbe(deps, deps.clock.now());
    return refuseUnchecked(errorOfCount(count, outage), count.by);
  }
  const { counted, onFailure, beyond } = count;
  // The time of the answer starts after the pause.
  let began = deps.clock.now();
  const atFloor = (failed: Promise<never>): Promise<never> => {
    const lockWaitMs = beyond === undefined ? 0 : LOCK_WAIT_OF_NETWORK.longestMs;
    const start = beyond?.admittedAt ?? began;
    const floor = waitAndProbe(deps, new Date(start.getTime() + lockWaitMs));
    return failed.finally(() => floor);
  };
  if (beyond !== undefined && source.known === undefined)
    return atFloor(refuseUnchecked(errorOfCount(beyond.refusal, outage), rulesOf(beyond.refusal)));
  const beyondError = beyond && errorOfCount(beyond.refusal, outage);
  const failAtFloor = (error: AuthError, reason: string = error.code): Promise<never> =>
    atFloor(fail(beyondError ?? error, reason));
  const refuse = async (kind: keyof typeof REASONS, reason: string = REASONS[kind]): Promise<never> => {
    const failures = countFailures(deps, onFailure);
    const marked = await isMarkedFor(deps, input.signUpMarker, email);
    const error = marked ? new AuthError("user_not_confirmed") : refusal(kind, outage);
    return failAtFloor(error, reason).finally(() => failures);
  };

  // The trigger checks client and identifier; the network is known only here. Same error as a wrong password.
  // The attempt is refunded, because no password was checked.
  if (source.facts.blocked) {
    await refundAttempts(
      deps,
      counted.filter(({ counter: [{ name }] }) => name === THROTTLES.signInPerIdentifier.name),
    );
    return refuse("denied", "network_blocked");
  }
  let asked = false;
  const ask = async () => {
    if (asked) began = deps.clock.now();
    asked = true;
    const proof = await deps.pseudonyms.of(countedSignInText(email, began));
    return poolFor(deps, keeping).signIn(email, input.password, began, proof);
  };
  // The pool locks a user after wrong passwords from any source. A known source does not learn that from others'
  // guesses, but waits: the rule of the unknown sources keeps the lock short. Each repetition has its own start
  // for the floor. On a network that others share, the wait must not show who has a lock.
  const isDevice = source.known?.as === "device";
  const wait = isDevice ? LOCK_WAIT : beyond && LOCK_WAIT_OF_NETWORK;
  const isPassing = ({ kind }: SignInAnswer) => kind === "locked";
  const asking = wait === undefined ? ask() : repeatWhile(deps, ask, isPassing, wait);
  const answer = await asking.catch(async (thrown) => {
    // The pool is down for every name, so no password was checked.
    await refundAttempts(deps, counted);
    return failAtFloor(asAuthError(thrown));
  });
  // No guess: a locked pool checks no password, and asks for another step only after the correct one.
  const isLocked = isDevice && answer.kind === "locked";
  if (answer.kind === "challenge" || isLocked) await refundAttempts(deps, counted);
  if (isLocked)
    return refuseUnchecked(new AuthError("too_many_requests", { retryAfterSeconds: LOCK_RETRY_SECONDS }));
  if (answer.kind === "challenge") {
    // A password that somebody knows without the second factor is worth an event.
    await record("challenge_required");
    return askStep(deps, { challenge: answer.challenge, keeping, pseudonym });
  }
  if (answer.kind !== "session") return refuse(answer.kind);

  const { session } = answer;
  const { userId } = session.principal;
  const remembering = rememberSource(deps, source, { caller, userId });
  const first = firstSignInBy(deps, source, { userId, remembering });
  const [kept, { device }] = await Promise.all([
    recordSignIn(deps, { session, keeping, caller, first }),
    remembering,
    refundAttempts(deps, counted),
  ]);
  return { kept, device };
};

/** How long a known device waits for the end of the pool's own lock, and the `Retry-After` of the response after that. */
const LOCK_WAIT = { longestMs: 8_000, pauseMs: 1_000 };
const LOCK_RETRY_SECONDS = 30;
/** The same for a known network beyond the ordinary rules. Every failure there takes as long, with or without a lock. */
const LOCK_WAIT_OF_NETWORK = { longestMs: 4_000, pauseMs: 500 };

const OF_NETWORK: readonly string[] = [networkRule(0).name, networkRuleInOutage(0).name];

/**
 * The key of a sign-in whose password was not checked. Such attempts are cheap and many, so there is one event for each
 * name, network, reason and hour, and one for each network, reason and hour if the network's rule refuses.
 */
const keyOfUnchecked = (
  { name, ids }: SignInSource,
  reason: AuthErrorCode,
  by: readonly string[],
  at: Date,
): string => {
  const isOfNetwork = by.length > 0 && by.every((rule) => OF_NETWORK.includes(rule));
  return ["unchecked", reason, ...(isOfNetwork ? [] : [name]), ids.network, hourOf(at)].join("/");
};

/** In an outage, a name without attempts is told of the outage, as all failed sign-ins are. The pool is not asked. */
const errorOfCount = (refusal: Refusal | AuthError, outage: boolean): AuthError =>
  isOfOutage(refusal, outage) ? legacyUnavailable() : errorOf(refusal);

const isOfOutage = (refusal: Refusal | AuthError, outage: boolean): boolean =>
  outage && rulesOf(refusal).includes(THROTTLES.signInDuringOutage.name);

const rulesOf = (refusal: Refusal | AuthError): readonly string[] =>
  refusal instanceof AuthError ? [] : refusal.by;

/**
 * While the legacy system is recorded as down, every failed sign-in gets a 503. Otherwise the 503 would reveal users of
 * the legacy system. Before it is recorded, a call that fails gets the answer to a wrong password.
 */
const refusal = (kind: keyof typeof REASONS, outage: boolean): AuthError => {
  return outage || kind === "unavailable" ? legacyUnavailable() : new AuthError("invalid_credentials");
};
