/**
 * Completes a sign-in with the mailed code or magic link. A wrong code, an expired one, another browser and
 * an unknown user all get the same error.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { ERROR_FACTS } from "../../domain/error-facts.js";
import { AuthError, asAuthError } from "../../domain/errors.js";
import type { Keeping } from "../../domain/session.js";
import { networkRule } from "../../domain/throttle-rule.js";
import type { PendingSignIn } from "../../ports/challenges.js";
import type { Ports, Session } from "../../ports/index.js";
import { type FloorDeps, waitForFloor } from "../answer-floor.js";
import { countAttempts, refundAttempts } from "../count-attempt.js";
import { type PoolDeps, poolFor } from "../sign-in/pool-for.js";
import { type RecordSignInDeps, recordSignIn } from "../sign-in/record-sign-in.js";
import { firstSignInBy, rememberSource } from "../sign-in/remember-source.js";
import type { SignedIn } from "../sign-in/sign-in.js";
import {
  type DeviceCaller,
  errorOf,
  type SignInSource,
  type SourceDeps,
  signInSource,
} from "../sign-in/sign-in-source.js";
import { answerFor, restorePendingSignIn, takePendingSignIn } from "./pending-sign-in.js";

export type FinishDeps = RecordSignInDeps &
  FloorDeps &
  SourceDeps &
  Pick<Ports, "audit" | "clock" | "pendingSignIns" | "pseudonyms" | "random" | "throttle"> &
  PoolDeps;

type Input = {
  readonly began: Date;
  readonly handle: string;
  readonly method: "code" | "link";
  /** The code that the user entered, or the token of the link. */
  readonly typed: string;
  readonly caller: DeviceCaller;
  /** The answer of the network's rule, which is that of a failure. A known network's code is checked all the same. */
  readonly refusal?: AuthError | undefined;
};

/**
 * Without a handle the browser requested nothing. @throws AuthError `invalid_code`, `too_many_requests`,
 * `temporarily_unavailable`.
 */
export const finishSignIn = async (
  deps: FinishDeps,
  request: Omit<Input, "began" | "handle" | "refusal"> & { readonly handle: string | undefined },
): Promise<SignedIn> => {
  const { handle, method, caller } = request;
  if (handle === undefined) throw new AuthError("invalid_code");
  const began = deps.clock.now();
  const pending = await takePendingSignIn(deps, handle, method);
  const pseudonym = pending?.pseudonym ?? (await deps.pseudonyms.of(handle));
  // The pending sign-in is kept if no answer was read: the user may retry, also from another network.
  const keep = async (): Promise<void> => {
    if (pending !== undefined) await restorePendingSignIn(deps, handle, pending);
  };
  const source = await signInSource(deps, pseudonym, caller).catch(async (thrown) => {
    await keep();
    return fail(deps, { ...request, handle, began }, pseudonym, thrown);
  });
  const count = await countAnswer(deps, source);
  const refusal = count.kind === "refused" ? errorOf(count) : undefined;
  if (refusal !== undefined && source.known === undefined) {
    await keep();
    // At the time of a known network's answer. An invented handle has no user, and reveals none.
    if (pending !== undefined) await waitForFloor(deps, began);
    throw refusal;
  }
  const input = { ...request, handle, began, refusal };
  if (source.facts.blocked) {
    await keep();
    return fail(deps, input, pseudonym, new AuthError("invalid_code"), "network_blocked");
  }
  const { keeping } = pending ?? {};
  if (pending === undefined || keeping === undefined) return fail(deps, input, pseudonym);
  const session = await answered(deps, input, { ...pending, keeping });
  if (session === undefined) return fail(deps, input, pseudonym);
  const { userId } = session.principal;
  const remembering = rememberSource(deps, source, { caller, userId });
  const [{ device }] = await Promise.all([
    remembering,
    refundAttempts(deps, count.kind === "counted" ? count.counted : []),
  ]);
  const first = firstSignInBy(deps, source, { userId, remembering });
  return { kept: await recordSignIn(deps, { session, keeping, caller, first, reason: method }), device };
};

// Others at its network do not stop a known device: the pool allows three answers to each code.
const countAnswer = (deps: Pick<Ports, "throttle">, { known, network, facts }: SignInSource) =>
  countAttempts(deps, known?.as === "device" ? [] : [[[networkRule(facts.networkNames), network]]]);

/**
 * Answers the pool's challenge. Undefined for a wrong answer; keeps the sign-in pending if it may be retried.
 */
const answered = async (
  deps: FinishDeps,
  input: Input,
  pending: PendingSignIn & { readonly keeping: Keeping },
): Promise<Session | undefined> => {
  const { handle } = input;
  const answer = await answerFor(deps, input);
  const { session, username } = pending;
  const outcome = await poolFor(deps, pending.keeping)
    .answerChallenge({ session, username, answer })
    .catch(async (thrown: unknown) => {
      const { code } = asAuthError(thrown);
      if (ERROR_FACTS[code].retry === "later") await restorePendingSignIn(deps, handle, pending);
      return fail(deps, input, pending.pseudonym, thrown);
    });
  if (outcome.kind === "wrong")
    await restorePendingSignIn(deps, handle, { ...pending, session: outcome.session });
  return outcome.kind === "session" ? outcome.session : undefined;
};

const fail = async (
  deps: FinishDeps,
  { caller, began, refusal }: Input,
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
  await waitForFloor(deps, began);
  throw refusal ?? thrown;
};
