/**
 * Ends a sign-in with the code or the link that was mailed. Whatever is wrong, the answer is the same:
 * a wrong code, one too late, another browser, somebody who does not exist.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError, type AuthErrorCode, asAuthError, ERROR_FACTS } from "../../domain/errors.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { PendingSignIn } from "../../ports/challenges.js";
import type { Ports, Session } from "../../ports.js";
import type { NewsDeps } from "../notice-news.js";
import { recordSignIn } from "../record-sign-in.js";
import { takeTurn } from "../take-turn.js";
import { answerFor, putBack, takeWaiting } from "./waiting-sign-in.js";

export type FinishDeps = NewsDeps &
  Pick<Ports, "audit" | "clock" | "pendingSignIns" | "pseudonyms" | "random" | "throttle" | "userPool">;

type Input = {
  readonly handle: string;
  readonly method: "code" | "link";
  /** The code that was typed, or the token of the link. */
  readonly typed: string;
  readonly caller: Caller;
};

/** @throws AuthError `invalid_code`, `too_many_requests`, `temporarily_unavailable`. */
export const finishSignIn = async (deps: FinishDeps, input: Input): Promise<Session> => {
  const { handle, method, caller } = input;
  await takeTurn(deps, THROTTLES.signInPerNetwork, caller.network);
  const pending = await takeWaiting(deps, handle, method);
  const pseudonym = pending?.pseudonym ?? (await deps.pseudonyms.of(handle));
  if (pending === undefined || pending.stepUp !== undefined)
    return fail(deps, input, pseudonym, "invalid_code");
  const session = await answered(deps, input, pending);
  if (session === undefined) return fail(deps, input, pseudonym, "invalid_code");
  await deps.throttle.giveBack(THROTTLES.signInPerNetwork, caller.network);
  await recordSignIn(deps, { session, caller, reason: method });
  return session;
};

/** Asks the pool; undefined for a wrong answer. What can still be answered goes on waiting. */
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
      return fail(deps, input, pending.pseudonym, code, thrown);
    });
  if (outcome.kind === "wrong") await putBack(deps, handle, { ...pending, session: outcome.session });
  return outcome.kind === "session" ? outcome.session : undefined;
};

const fail = async (
  deps: FinishDeps,
  { caller }: Input,
  pseudonym: string,
  code: AuthErrorCode,
  thrown: unknown = new AuthError(code),
): Promise<never> => {
  await deps.audit.record(
    auditEvent("signin.failed", {
      subject: pseudonymSubject(pseudonym),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason: code, ...caller.facts },
    }),
  );
  throw thrown;
};
