/**
 * Sends a code for a new password. Every address gets the same response: unknown, known only to the legacy
 * system, not verified, or with too many codes, and also while the legacy system is down. The stage's floor
 * hides the time that an e-mail takes. The audit event records why no code was sent.
 *
 * Every request counts, also one that fails because of an outage of the legacy system: only addresses that the
 * pool does not know get that answer. While the outage is known, a higher limit applies to every address.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { asAuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { maskedDestination } from "../../domain/masked-destination.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { CodeDelivery, Ports } from "../../ports/index.js";
import { type FloorDeps, waitForFloor } from "../answer-floor.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";
import { probeLegacy } from "../sign-in/probe-legacy.js";

export type RequestResetDeps = Pick<
  Ports,
  "audit" | "blockedSources" | "clock" | "outages" | "pseudonyms" | "random" | "throttle" | "userPool"
> &
  FloorDeps;

/** @throws AuthError `too_many_requests`, `temporarily_unavailable`. */
export const requestPasswordReset = async (
  deps: RequestResetDeps,
  input: { email: string; caller: Caller },
): Promise<{ delivery: CodeDelivery }> => {
  const began = deps.clock.now();
  const email = normaliseIdentifier(input.email);
  const pseudonym = await deps.pseudonyms.of(email);
  await countAttempt(deps, THROTTLES.forgotPerNetwork, input.caller.network);
  const down = await deps.outages.isDown("legacy");
  await countAttempt(deps, down ? THROTTLES.forgotDuringOutage : THROTTLES.forgotPerIdentifier, pseudonym);

  const record = (reason: string): Promise<void> =>
    deps.audit.record(
      auditEvent("password.reset_requested", {
        subject: pseudonymSubject(pseudonym),
        key: input.caller.requestId,
        at: deps.clock.now(),
        details: { reason, ...input.caller.facts },
      }),
    );
  try {
    const blocked = await isFromBlockedNetwork(deps, input.caller);
    const answer = blocked ? "network_blocked" : await deps.userPool.requestReset(email, began);
    await record(answer);
    if (down) await probeLegacy(deps, began);
  } catch (thrown) {
    await record(asAuthError(thrown).code);
    throw thrown;
  } finally {
    await waitForFloor(deps, began);
  }
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
