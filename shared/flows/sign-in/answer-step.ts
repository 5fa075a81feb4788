/**
 * The steps between a correct password and a session: a new password, a second factor, a choice. Each request answers one.
 * A wrong answer leaves the sign-in where it is; the fifth ends it.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import {
  factorName,
  MOST_WRONG_ANSWERS,
  type PoolChallenge,
  type PoolChallengeKind,
} from "../../domain/pool-challenge.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Keeping } from "../../domain/session.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { PendingStep } from "../../ports/challenges.js";
import type { Ports } from "../../ports/index.js";
import type { KeptSession } from "../../ports/kept-session.js";
import { countAttempt } from "../count-attempt.js";
import { type PoolDeps, poolFor } from "./pool-for.js";
import { type RecordSignInDeps, recordSignIn } from "./record-sign-in.js";
import { firstSignInBy, rememberSource } from "./remember-source.js";
import { type DeviceCaller, type SourceDeps, signInSource } from "./sign-in-source.js";

export type AskStepDeps = Pick<Ports, "clock" | "pendingSteps" | "pseudonyms" | "random">;
export type AnswerStepDeps = AskStepDeps &
  RecordSignInDeps &
  SourceDeps &
  PoolDeps &
  Pick<Ports, "audit" | "throttle">;

/** As long as the pool's own session of the sign-in (AuthSessionValidity). */
const STEP_SECONDS = 600;

export type AskedStep = {
  readonly challenge: PoolChallenge;
  readonly keeping: Keeping;
  /** For the client: names the sign-in, and reveals nothing of it. */
  readonly handle: string;
};

export const askStep = async (
  deps: AskStepDeps,
  step: Pick<PendingStep, "challenge" | "keeping" | "pseudonym">,
): Promise<AskedStep> => {
  const handle = deps.random.token();
  const expiresAtSeconds = secondsAt(deps.clock.now()) + STEP_SECONDS;
  await deps.pendingSteps.keep(await idOf(deps, handle), { ...step, wrongAnswers: 0, expiresAtSeconds });
  return { challenge: step.challenge, keeping: step.keeping, handle };
};

export type StepInput = {
  readonly code?: string | undefined;
  readonly newPassword?: string | undefined;
  readonly factor?: string | undefined;
};

export type StepOutcome =
  | { readonly kind: "signed_in"; readonly kept: KeptSession; readonly device: string }
  | { readonly kind: "challenge"; readonly asked: AskedStep };

/**
 * @throws AuthError `session_expired` without such a sign-in, and after the last wrong answer; `invalid_request` that names
 * the field that the step needs; `invalid_code`, `weak_password`, `too_many_requests`, `temporarily_unavailable`.
 */
export const answerStep = async (
  deps: AnswerStepDeps,
  { handle, input, caller }: { handle: string | undefined; input: StepInput; caller: DeviceCaller },
): Promise<StepOutcome> => {
  const id = handle === undefined ? undefined : await idOf(deps, handle);
  const pending = id === undefined ? undefined : await deps.pendingSteps.take(id);
  if (handle === undefined || id === undefined || pending === undefined) {
    await countAttempt(deps, THROTTLES.forgedSessionPerNetwork, caller.network);
    throw new AuthError("session_expired");
  }
  const keep = (change: Partial<PendingStep> = {}): Promise<void> =>
    deps.pendingSteps.keep(id, { ...pending, ...change });
  // The sign-in goes on after an error of ours, and after an answer that the pool never got.
  const kept = async (error: AuthError): Promise<never> => {
    await keep();
    throw error;
  };
  const { challenge, keeping, pseudonym } = pending;
  const answer = answerTo(challenge.kind, input);
  if ("field" in answer) return kept(new AuthError("invalid_request", { fields: [answer.field] }));
  const source = await signInSource(deps, pseudonym, caller).catch(kept);
  if (source.facts.blocked) {
    await record(deps, { pseudonym, caller, reason: "network_blocked" });
    return kept(new AuthError("invalid_code"));
  }
  const outcome = await poolFor(deps, keeping).answerStep(challenge, answer.text).catch(kept);
  if (outcome.kind === "challenge") {
    await keep({ challenge: outcome.challenge });
    return { kind: "challenge", asked: { challenge: outcome.challenge, keeping, handle } };
  }
  if (outcome.kind === "session") {
    const { session } = outcome;
    const { userId } = session.principal;
    const remembering = rememberSource(deps, source, { caller, userId });
    const first = firstSignInBy(deps, source, { userId, remembering });
    const [result, { device }] = await Promise.all([
      recordSignIn(deps, { session, keeping, caller, first }),
      remembering,
    ]);
    return { kind: "signed_in", kept: result, device };
  }
  if (outcome.kind === "weak_password") {
    await keep({ challenge: { ...challenge, session: outcome.session } });
    throw new AuthError("weak_password");
  }
  await record(deps, { pseudonym, caller, reason: "invalid_code" });
  const wrongAnswers = pending.wrongAnswers + 1;
  if (outcome.kind === "refused" || wrongAnswers >= MOST_WRONG_ANSWERS)
    throw new AuthError("session_expired");
  await keep({ wrongAnswers, challenge: { ...challenge, session: outcome.session } });
  throw new AuthError("invalid_code");
};

const answerTo = (
  kind: PoolChallengeKind,
  { code, newPassword, factor }: StepInput,
): { readonly text: string } | { readonly field: string } => {
  if (kind === "new_password")
    return newPassword === undefined ? { field: "new_password" } : { text: newPassword };
  if (kind === "choose_factor") {
    const name = factorName(factor ?? "");
    return name === undefined ? { field: "factor" } : { text: name };
  }
  return code === undefined ? { field: "code" } : { text: code };
};

const record = (
  deps: AnswerStepDeps,
  { pseudonym, caller, reason }: { pseudonym: string; caller: DeviceCaller; reason: string },
): Promise<void> =>
  deps.audit.record(
    auditEvent("signin.failed", {
      subject: pseudonymSubject(pseudonym),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason, ...caller.facts },
    }),
  );

const idOf = ({ pseudonyms }: AskStepDeps, handle: string) => pseudonyms.of(`step-handle/${handle}`);
