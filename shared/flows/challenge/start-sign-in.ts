/**
 * Starts a sign-in without a password: sends a code or a magic link, if the address belongs to a user. The
 * response is the same for every address. If the pool refuses a user at once, the flow repeats the call with
 * an unknown name, so that the same triggers run. The stage's floor hides the time that sending takes.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { AuthErrorCode } from "../../domain/error-facts.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { maskedDestination } from "../../domain/masked-destination.js";
import { reservedName } from "../../domain/reserved-name.js";
import type { Keeping } from "../../domain/session.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { CodeDelivery, Ports, StartChallengeAnswer, UserPool } from "../../ports/index.js";
import { type FloorDeps, waitForFloor } from "../answer-floor.js";
import { type PoolDeps, poolFor } from "../sign-in/pool-for.js";
import {
  countRequest,
  type DeviceCaller,
  type FindSourceDeps,
  signInSource,
} from "../sign-in/sign-in-source.js";
import { newHandle, storePendingSignIn } from "./pending-sign-in.js";

export type StartDeps = FindSourceDeps &
  Pick<Ports, "audit" | "clock" | "pendingSignIns" | "pseudonyms" | "random" | "throttle"> &
  PoolDeps &
  FloorDeps;

const RULES = {
  own: THROTTLES.challengeFromKnownSource,
  network: THROTTLES.challengePerNetwork,
  name: THROTTLES.challengePerIdentifier,
};

type Input = {
  readonly email: string;
  readonly method: "code" | "link";
  readonly language?: string | undefined;
  readonly keeping: Keeping;
  readonly caller: DeviceCaller;
};

/** @throws AuthError `too_many_requests`, `temporarily_unavailable`. */
export const startSignIn = async (
  deps: StartDeps,
  input: Input,
): Promise<{ handle: string; delivery: CodeDelivery }> => {
  const began = deps.clock.now();
  const email = normaliseIdentifier(input.email);
  const pseudonym = await deps.pseudonyms.of(email);
  const source = await signInSource(deps, pseudonym, input.caller);
  const count = await countRequest(deps, source, RULES);
  const { method, language, keeping } = input;
  const { handle, choice } = await newHandle(deps, method);
  try {
    // These callers get a handle without a pending sign-in, so that no answer to it is correct.
    if (source.facts.blocked) await recordFailure(deps, pseudonym, input.caller, "network_blocked");
    else if (count === "withheld") await recordFailure(deps, pseudonym, input.caller, "too_many_requests");
    else {
      const { session, username } = await asked(poolFor(deps, keeping), deps.random, {
        email,
        choice,
        language,
      });
      await storePendingSignIn(deps, handle, { session, username, method, pseudonym, keeping });
    }
  } finally {
    await waitForFloor(deps, began);
  }
  return { handle, delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};

const recordFailure = (
  deps: StartDeps,
  pseudonym: string,
  caller: Caller,
  reason: "network_blocked" | AuthErrorCode,
): Promise<void> =>
  deps.audit.record(
    auditEvent("signin.failed", {
      subject: pseudonymSubject(pseudonym),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason, ...caller.facts },
    }),
  );

const asked = async (
  userPool: UserPool,
  random: Ports["random"],
  { email, choice, language }: { email: string; choice: string; language: string | undefined },
): Promise<Extract<StartChallengeAnswer, { kind: "asked" }>> => {
  const answer = await userPool.startChallenge(email, choice, language);
  if (answer.kind === "asked") return answer;
  const played = await userPool.startChallenge(reservedName(random.id("unknown")), choice, language);
  if (played.kind === "asked") return played;
  throw new AuthError("temporarily_unavailable");
};
