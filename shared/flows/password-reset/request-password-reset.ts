/**
 * Sends a code for a new password. Whoever asks learns nothing: an address that nobody has, that the
 * legacy system alone knows, that was never proved or that has had too many codes gets the same answer,
 * also while the legacy system is down, and a floor hides the time that a mail takes. Who had no code
 * is in the audit stream.
 *
 * What an outage of the legacy system spoils is not counted as a request for a code. While it is known to
 * be down another count holds, for everybody alike: giving back the requests of those alone whom the pool
 * does not know would tell who they are.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { asAuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { maskedDestination } from "../../domain/masked-destination.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { CodeDelivery, Ports, Settings } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";

export type RequestResetDeps = Pick<
  Ports,
  | "audit"
  | "blockedSources"
  | "clock"
  | "outages"
  | "minimumDuration"
  | "pseudonyms"
  | "throttle"
  | "userPool"
> &
  Pick<Settings, "floor">;

/** @throws AuthError `too_many_requests`, `temporarily_unavailable`. */
export const requestPasswordReset = async (
  deps: RequestResetDeps,
  input: { email: string; caller: Caller },
): Promise<{ delivery: CodeDelivery }> => {
  const began = deps.clock.now().getTime();
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
    const answer = blocked ? "network_blocked" : await deps.userPool.requestReset(email);
    await record(answer);
    // The outage is too young for the note, or one question only went wrong.
    if (answer === "unavailable" && !down)
      await deps.throttle.giveBack(THROTTLES.forgotPerIdentifier, pseudonym);
  } catch (thrown) {
    await record(asAuthError(thrown).code);
    throw thrown;
  } finally {
    await deps.minimumDuration.until(new Date(began + deps.floor.floorMs));
  }
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
