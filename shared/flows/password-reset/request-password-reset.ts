/**
 * Sends a code for a new password. Every address gets the same response: unknown, known only to the legacy
 * system, not verified, or with too many codes, and also while the legacy system is down. The stage's floor
 * hides the time that an e-mail takes. The audit event records why no code was sent.
 *
 * Every request counts, also one that fails because of an outage of the legacy system: only addresses that the
 * pool does not know get that answer. While the outage is known, a higher limit applies to every address. A device
 * or network that the user signed in from has a count of its own, so that strangers' requests do not stop the owner.
 */
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { asAuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { maskedDestination } from "../../domain/masked-destination.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { CodeDelivery, Ports } from "../../ports/index.js";
import { type ProbeDeps, waitAndProbe } from "../sign-in/probe-legacy.js";
import {
  countRequest,
  type DeviceCaller,
  type FindSourceDeps,
  signInSource,
} from "../sign-in/sign-in-source.js";

export type RequestResetDeps = Pick<
  Ports,
  "audit" | "clock" | "outages" | "pseudonyms" | "random" | "throttle" | "userPool"
> &
  FindSourceDeps &
  ProbeDeps;

/** @throws AuthError `too_many_requests`, `temporarily_unavailable`. */
export const requestPasswordReset = async (
  deps: RequestResetDeps,
  input: { email: string; caller: DeviceCaller },
): Promise<{ delivery: CodeDelivery }> => {
  const began = deps.clock.now();
  const email = normaliseIdentifier(input.email);
  const pseudonym = await deps.pseudonyms.of(email);
  const source = await signInSource(deps, pseudonym, input.caller);
  const rule = source.facts.legacyDown ? THROTTLES.forgotDuringOutage : THROTTLES.forgotPerIdentifier;
  const count = await countRequest(deps, source, {
    ...{ own: rule, name: rule },
    network: THROTTLES.forgotPerNetwork,
  });

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
    if (source.facts.blocked) await record("network_blocked");
    else if (count === "withheld") await record("too_many_requests");
    else await record(await deps.userPool.requestReset(email, began));
  } catch (thrown) {
    await record(asAuthError(thrown).code);
    throw thrown;
  } finally {
    await waitAndProbe(deps, began);
  }
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
