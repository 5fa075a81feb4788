/**
 * Completes a sign-in with the mailed code or magic link. A wrong code, an expired one, another browser and
 * an unknown user all get the same error.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError, asAuthError, ERROR_FACTS } from "../../domain/errors.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { PendingSignIn } from "../../ports/challenges.js";
import type { Ports, Session } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";
import { recordSignIn } from "../sign-in/record-sign-in.js";
import type { NewsDeps } from "../sign-in/report-unusual-sign-in.js";
import { answerFor, putBack, takeWaiting } from "./waiting-sign-in.js";

export type FinishDeps = NewsDeps &
  Pick<
    Ports,
    | "audit"
    | "blockedSources"
    | "clock"
    | "pendingSignIns"
    | "pseudonyms"
    | "random"
    | "throttle"
    | "userPool"
  >;

type Input = {
  readonly handle: string;
  readonly method: "code" | "link";
  /** The code that the user entered, or the token of the link. */
  readonly typed: string;
  readonly caller: Caller;
};

/** @throws AuthError `invalid_code`, `too_many_requests`, `temporarily_unavailable`. */
export const finishSignIn = async (deps: FinishDeps, input: Input): Promise<Session> => {
  const { handle, method, caller } = input;
  await countAttempt(deps, THROTTLES.signInPerNetwork, caller.network);
  await refuseBlockedSource(deps, input);
  const pending = await takeWaiting(deps, handle, method);
  const pseudonym = pending?.pseudonym ?? (await deps.pseudonyms.of(handle));
  if (pending === undefined || pending.stepUp !== undefined) return fail(deps, input, pseudonym);
  const session = await answered(deps, input, pending);
  if (session === undefined) return fail(deps, input, pseudonym);
  await deps.throttle.giveBack(THROTTLES.signInPerNetwork, caller.network);
  await recordSignIn(deps, { session, caller, reason: method });
  return session;
};

// The pending sign-in is kept: the user may retry from another network.
const refuseBlockedSource = async (deps: FinishDeps, input: Input): Promise<void> => {
  const { caller, handle } = input;
  const pseudonym = await deps.pseudonyms.of(handle);
  const blocked = await isFromBlockedNetwork(deps, caller).catch(async (thrown: unknown) => {
    await deps.throttle.giveBack(THROTTLES.signInPerNetwork, caller.network);
    return fail(deps, input, pseudonym, thrown);
  });
  if (blocked) await fail(deps, input, pseudonym, new AuthError("invalid_code"), "network_blocked");
};

/**
 * Answers the pool's challenge. Undefined for a wrong answer; keeps the sign-in pending if it may be retried.
 */
const answered = async (
  deps: FinishDeps,
  input: Input,
  pending: PendingSignIn,
): Promise<Session | undefined> => {
  const { handle } = input;
  const answer = await answerFor(deps, input);
  const { session, username } = pending;
  const outcome = await deps.userPool
    .answerChallenge({ session, username, answer })
    .catch(async (thrown: unknown) => {
      const { code } = asAuthError(thrown);
      if (ERROR_FACTS[code].retry === "later") await putBack(deps, handle, pending);
      return fail(deps, input, pending.pseudonym, thrown);
    });
  if (outcome.kind === "wrong") await putBack(deps, handle, { ...pending, session: outcome.session });
  return outcome.kind === "session" ? outcome.session : undefined;
};

const fail = async (
  deps: FinishDeps,
  { caller }: Input,
  pseudonym: string,
  thrown: unknown = new AuthError("invalid_code"),
  reason: string = asAuthError(thrown).code,
): Promise<never> => {
  await deps.audit.record(
    auditEvent("signin.failed", {
      subject: pseudonymSubject(pseudonym),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason, ...caller.facts },
    }),
  );
  throw thrown;
};
