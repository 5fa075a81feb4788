/** Sends another confirmation code. The response is the same, in bytes and time, for an address that is not registered. */
import type { Caller } from "../../domain/caller.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { maskedDestination } from "../../domain/masked-destination.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { CodeDelivery } from "../../ports/index.js";
import { waitForFloor } from "../answer-floor.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";
import { recordRefusal } from "./answer-failed-sign-up.js";
import type { CodeDeps } from "./confirm-sign-up.js";

/** The reason in the audit event; no caller sees it. */
const REFUSALS = {
  sent: undefined,
  withheld: undefined,
  limited: "code_limited",
  undelivered: "code_undelivered",
  network_blocked: "network_blocked",
} as const;

/** @throws AuthError `too_many_requests`, `temporarily_unavailable`. */
export const resendCode = async (
  deps: CodeDeps,
  input: { email: string; caller: Caller },
): Promise<{ delivery: CodeDelivery }> => {
  const began = deps.clock.now();
  const email = normaliseIdentifier(input.email);
  await countAttempt(deps, THROTTLES.codePerIdentifier, await deps.pseudonyms.of(email));
  try {
    const answer = (await isFromBlockedNetwork(deps, input.caller))
      ? "network_blocked"
      : await deps.userPool.resendCode(email);
    const reason = REFUSALS[answer];
    if (reason !== undefined) await recordRefusal(deps, { email, caller: input.caller, reason });
  } finally {
    await waitForFloor(deps, began);
  }
  return { delivery: { medium: "EMAIL", destination: maskedDestination(email) } };
};
