/**
 * Step-up: a signed-in user authenticates again with a mailed code before a sensitive action. The result is a
 * one-time ticket for that session, that purpose, that account and one action. It expires after five minutes.
 * The tokens that the pool issues for the code are discarded.
 */

import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { STEP_UP_SECONDS, stepUpId } from "../../domain/challenge/one-time-ticket.js";
import type { UserCredential } from "../../domain/credential.js";
import { AuthError } from "../../domain/errors.js";
import { secondsAt } from "../../domain/seconds.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { type SignedInUser, type SignedInUserDeps, signedInUser } from "../sign-in/signed-in-user.js";
import {
  answerFor,
  newHandle,
  restorePendingSignIn,
  storePendingSignIn,
  takePendingSignIn,
} from "./pending-sign-in.js";

export type StepUpDeps = Pick<
  Ports,
  "clock" | "tickets" | "pendingSignIns" | "pseudonyms" | "random" | "throttle" | "userPool"
> &
  SignedInUserDeps;

/**
 * Without `systemAccountId`, the step-up is for the active account of the session.
 *
 * @throws AuthError `session_expired` without a valid credential, `too_many_requests`, `forbidden` if the user
 * may no longer sign in.
 */
export const startStepUp = async (
  deps: StepUpDeps,
  input: {
    credential: UserCredential;
    purpose: string;
    systemAccountId?: string | undefined;
    language?: string | undefined;
  },
): Promise<{ handle: string }> => {
  const { purpose, language } = input;
  const { sub, sessionId, username, activeAccountId } = await signedIn(deps, input.credential);
  const pseudonym = await deps.pseudonyms.of(sub);
  await countAttempt(deps, THROTTLES.challengePerIdentifier, pseudonym);
  const { handle, choice } = await newHandle(deps, "code", "step-up");
  const answer = await deps.userPool.startChallenge(username, choice, language);
  if (answer.kind === "refused") throw new AuthError("forbidden");
  const stepUp = { sub, sessionId, purpose, systemAccountId: input.systemAccountId ?? activeAccountId };
  const { session } = answer;
  await storePendingSignIn(deps, handle, {
    session,
    username: answer.username,
    method: "code",
    pseudonym,
    stepUp,
  });
  return { handle };
};

/** @throws AuthError `session_expired` without a valid credential, `invalid_code`. */
export const completeStepUp = async (
  deps: StepUpDeps,
  input: { credential: UserCredential; handle: string | undefined; code: string; caller: Caller },
): Promise<{ purpose: string; systemAccountId: string | undefined; expiresInSeconds: number }> => {
  const { handle, code: typed, caller } = input;
  const { sub, sessionId, userId } = await signedIn(deps, input.credential);
  if (handle === undefined) throw new AuthError("invalid_code");
  const pending = await takePendingSignIn(deps, handle, "code");
  const { stepUp } = pending ?? {};
  if (pending === undefined || stepUp?.sub !== sub || stepUp.sessionId !== sessionId)
    throw new AuthError("invalid_code");
  const answer = await answerFor(deps, { method: "code", handle, typed });
  const outcome = await deps.userPool.answerChallenge({ ...pending, answer });
  if (outcome.kind === "wrong")
    await restorePendingSignIn(deps, handle, { ...pending, session: outcome.session });
  if (outcome.kind !== "session") throw new AuthError("invalid_code");
  const proof = outcome.session;
  // The token is not passed on. If its revocation fails, the user does not need another code.
  if (proof.refreshToken !== undefined) await deps.userPool.revoke(proof.refreshToken).catch(() => undefined);
  if (proof.principal.sub !== sub) throw new AuthError("invalid_code");
  const { purpose, systemAccountId } = stepUp;
  const at = deps.clock.now();
  await deps.tickets.issue(
    {
      id: stepUpId(stepUp),
      kind: "step-up",
      sub,
      expiresAtSeconds: secondsAt(at) + STEP_UP_SECONDS,
    },
    auditEvent("stepup.completed", {
      subject: userSubject(userId ?? sub),
      key: proof.principal.jti,
      at,
      details: { reason: purpose, userId, sub, sessionId, ...caller.facts },
    }),
  );
  return { purpose, systemAccountId, expiresInSeconds: STEP_UP_SECONDS };
};

const signedIn = async (deps: StepUpDeps, credential: UserCredential): Promise<SignedInUser> => {
  const user = await signedInUser(deps, credential);
  if (user === undefined) throw new AuthError("session_expired");
  return user;
};

/**
 * Consumes a step-up for one action in an account. `act` is the request id: a retry of the same request passes
 * again, any other request does not. Call it before the action's first write.
 *
 * @throws AuthError `step_up_required` if there is no step-up for this session, purpose and account.
 */
export const spendStepUp = async (
  deps: Pick<Ports, "clock" | "tickets">,
  spent: {
    principal: Pick<SignedInUser, "sub" | "sessionId" | "userId">;
    purpose: string;
    systemAccountId: string;
    act: string;
  },
): Promise<void> => {
  const { purpose, systemAccountId, act } = spent;
  const { sub, sessionId, userId } = spent.principal;
  const outcome = await deps.tickets.consume(
    { id: stepUpId({ sub, sessionId, purpose, systemAccountId }), kind: "step-up", sub, by: act },
    auditEvent("ticket.consumed", {
      subject: userSubject(userId ?? sub),
      key: act,
      at: deps.clock.now(),
      details: { reason: purpose, userId, sub, sessionId, systemAccountId },
    }),
  );
  if (outcome === "refused") throw new AuthError("step_up_required");
};
